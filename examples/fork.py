# One call, two returns: os.fork() copies the process. The child gets 0, the parent the child's number. What the parent
# had in its output buffer would be printed twice, so it is written out first.
#
# Try: remove the flush and send the output to a file: "start" comes twice.
#   build/gilded examples/fork.py | cat
# assert-only
import os
import sys

print(f"process {os.getpid()} starts")
sys.stdout.flush()
parent = os.getpid()
pid = os.fork()
if pid == 0:
    print(f"child {os.getpid()}, my parent is {os.getppid()}")
    sys.stdout.flush()
    os._exit(0 if os.getppid() == parent else 1)
print(f"parent {parent} made child {pid}")
child, status = os.waitpid(pid, 0)
assert child == pid and os.waitstatus_to_exitcode(status) == 0
assert os.getpid() == parent

# A child has a copy of everything: what it changes is its own.
value = ["unchanged"]
pid = os.fork()
if pid == 0:
    value[0] = "changed in the child"
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
assert value == ["unchanged"]
print("the parent's list is", value[0])
