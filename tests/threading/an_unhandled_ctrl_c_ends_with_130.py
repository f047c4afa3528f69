# expect: waiting
# expect-exit: 130
# expect-error: KeyboardInterrupt
import os, signal, threading
gate = threading.Event()
worker = threading.Thread(target=gate.wait, daemon=True)
worker.start()
threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
print("waiting", flush=True)
worker.join()
