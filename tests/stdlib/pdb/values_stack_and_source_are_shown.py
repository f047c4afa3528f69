# oracle: 3.13
import _session


class Thing:
    value = 1

    def method(self, z):
        return z * 2


def deepest(a, *args, key=None, **rest):
    local = [1, 2]
    return local


def middle(n):
    result = deepest(n, 2, 3, key=4, more=5)
    return result


_session.run("""b 13
c
a
n
p local
p 1, 2
pp {"a": list(range(30))}
p nosuch
p 1/0
p
whatis local
whatis deepest
whatis Thing
whatis Thing().method
whatis len
source Thing.method
source 5
source nosuch
l
l
l .
l 3, 6
l 20, 2
l x
ll
u
p n
l
ll
d
!local.append(3)
local
x = 5
x
x + 1
[local for _ in range(1)]
(lambda: x)()
n = 1
n == 1
list(range(2))
foo bar
if x:
    print("several lines")

for k in range(2): print(k)
$mine = 7
p $mine + 1, "$mine"
p $nosuch
display local
local.append(9)
display x
display
x = 6
n
undisplay x
undisplay nosuch
undisplay
display
alias twice p %1, %1
twice 8
twice
twice 1 2
alias
alias nosuch
alias bad p %2
alias all p [%*]
all 1, 2
unalias twice
unalias
p 1 ;; p 2
h nosuch
help

c
""", lambda debugger: debugger.runcall(middle, 3))
