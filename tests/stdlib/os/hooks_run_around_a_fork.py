# expect: before 2, before 1, parent 1, parent 2
# expect: before 2, before 1, child 1, child 2
import os
import sys

log = []
for number in "12":
    os.register_at_fork(before=lambda n=number: log.append(f"before {n}"), after_in_parent=lambda n=number: log.append(f"parent {n}"),
                        after_in_child=lambda n=number: log.append(f"child {n}"))
reading, writing = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(writing, ", ".join(log).encode())
    os._exit(0)
os.waitpid(pid, 0)
print(", ".join(log))
print(os.read(reading, 1000).decode())
