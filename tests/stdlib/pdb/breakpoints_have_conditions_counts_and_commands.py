# oracle: 3.13
import _session


def work(n):
    total = 0
    for i in range(n):
        # a comment
        total += i
    return total


def again(n):
    for i in range(n):
        work(i)
    return n


_session.run("""b
b work
b 9, i == 2
tbreak 10
b
b 8
b 1000
b nosuch
b nofile:3
b 9, (
b 9,
c
p n, total if "total" in locals() else None
condition 1 n > 3
condition 1
ignore 1 2
ignore 1
ignore 1 x
condition 99 x
condition x
enable x
disable 2 9
b
c
enable 2
commands 2
silent
p "at", i, total
end
c
commands 2
p "on we go"
c
b
cl 1
cl 1
cl 77
cl x
tbreak again
c
q
""", lambda debugger: debugger.runcall(again, 6))
