# oracle: 3.13
import _session
import pdb


def divide(x):
    return 1 / x


def caller():
    y = 0
    divide(y)


try:
    caller()
except ZeroDivisionError as error:
    first = error
_session.run("exceptions\nw\np x\nl\nu\np y\nl\nd\nd\nq\n", lambda debugger: (debugger.reset(), debugger.interaction(None, first.__traceback__)))

try:
    try:
        caller()
    except ZeroDivisionError:
        int("x")
except ValueError as error:
    second = error
_session.run("exceptions\nexceptions 0\nw\np $_exception\nexceptions 1\nexceptions 7\nexceptions x\nq\n",
             lambda debugger: (debugger.reset(), debugger.interaction(None, second)))
try:
    pdb.post_mortem()
except ValueError as error:
    print(error)
