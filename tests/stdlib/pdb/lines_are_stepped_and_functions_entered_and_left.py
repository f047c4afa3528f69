# oracle: 3.13
import _session


def inner(a, b=2):
    total = a + b
    for i in range(2):
        total += i
    return total


def numbers():
    yield 1
    yield 2


def outer(n):
    x = inner(n, 5)
    for number in numbers():
        x += number
    try:
        raise KeyError("k")
    except KeyError:
        pass
    return x


print("step")
_session.run("s\n" * 27 + "c\n", lambda debugger: debugger.runcall(outer, 3))
print("next, until, return, continue")
_session.run("s\nn\nn\nn\nunt\nretval\nr\nretval\nc\n", lambda debugger: debugger.runcall(inner, 3))
print("errors")
_session.run("s\nn 1\ns x\nr 2\nc 4\nunt x\nunt 1\nu x\nd\nj\nj x\nj 1000\nretval\nc\n",
             lambda debugger: debugger.runcall(inner, 3))
