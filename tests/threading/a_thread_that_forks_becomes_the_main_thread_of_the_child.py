# expect: child: True True 1
# expect: parent: False 3
# timeout: 60
import os
import signal
import threading
import warnings

warnings.simplefilter("ignore")
go_on = threading.Event()
waiting = threading.Thread(target=go_on.wait)
waiting.start()
result = []


def fork_here():
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        is_main = threading.current_thread() is threading.main_thread()
        received = []
        signal.signal(signal.SIGUSR1, lambda *_: received.append(True))
        os.kill(os.getpid(), signal.SIGUSR1)
        os.write(writing, f"child: {is_main} {bool(received)} {threading.active_count()}".encode())
        os._exit(0)
    os.waitpid(pid, 0)
    result.append(os.read(reading, 100).decode())
    result.append(f"parent: {threading.current_thread() is threading.main_thread()} {threading.active_count()}")


thread = threading.Thread(target=fork_here)
thread.start()
thread.join()
go_on.set()
waiting.join()
print("\n".join(result))
