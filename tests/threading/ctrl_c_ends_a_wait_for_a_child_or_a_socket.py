# expect: waitpid
# expect: communicate
# expect: recv
# expect: recv with a timeout
# expect: select
# expect: epoll
# expect: pipe
import os
import select
import signal
import socket
import subprocess
import threading

a, b = socket.socketpair()
c, d = socket.socketpair()
c.settimeout(60)
reading, writing = os.pipe()
epoll = select.epoll()
epoll.register(reading)
child = subprocess.Popen(["sleep", "60"])
talking = subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE)
talking._sigint_wait_secs = 0
waits = {
    "waitpid": lambda: os.waitpid(child.pid, 0),
    "communicate": talking.communicate,
    "recv": lambda: a.recv(1),
    "recv with a timeout": lambda: c.recv(1),
    "select": lambda: select.select([reading], [], []),
    "epoll": lambda: epoll.poll(60),
    "pipe": lambda: os.read(reading, 1),
}
for name, wait in waits.items():
    done = threading.Event()

    def interrupt():
        # Again and again: the first may come before the wait.
        while not done.wait(0.05):
            signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    try:
        thread.start()
        wait()
    except KeyboardInterrupt:
        print(name)
    while True:
        try:
            done.set()
            thread.join()
            break
        except KeyboardInterrupt:
            pass
for process in (child, talking):
    process.kill()
    process.wait()
