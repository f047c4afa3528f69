import faulthandler, sys, os, re, threading, time, signal, tempfile
f = tempfile.TemporaryFile("w+")

def norm(all=True):
    f.seek(0)
    t = f.read()
    f.seek(0)
    f.truncate()
    return re.sub("0x[0-9a-f]{16}", "ID", t).replace(os.path.dirname(os.path.abspath(__file__)) + "/", "")

def deep(n):
    if n:
        deep(n - 1)
    else:
        faulthandler.dump_traceback(f)
deep(2)
print(norm())
faulthandler.dump_traceback(f, all_threads=False)
print(norm())
print(faulthandler.is_enabled(), faulthandler.enable(f), faulthandler.is_enabled(), faulthandler.disable(), faulthandler.disable())
faulthandler.dump_traceback_later(0.05, file=f)
time.sleep(0.3)
t = norm()
print(t.split("\n")[0], "time.sleep" in t or "misc2" in t or "in <module>" in t)
faulthandler.dump_traceback_later(10, file=f)
faulthandler.cancel_dump_traceback_later()
print(repr(norm()))
faulthandler.register(signal.SIGUSR1, f)
os.kill(os.getpid(), signal.SIGUSR1)
time.sleep(0.01)
print("most recent call first" in norm(), faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
ev = threading.Event()

def waiter():
    ev.wait()
t = threading.Thread(target=waiter)
t.start()
time.sleep(0.05)
faulthandler.dump_traceback(f)
x = norm()
ev.set()
t.join()
print("in waiter" in x, x.count("most recent call first"))
for g in (lambda: faulthandler.dump_traceback_later(0), lambda: faulthandler.dump_traceback(-1), lambda: faulthandler.register(signal.SIGSEGV)):
    try:
        g()
    except Exception as e:
        print(type(e).__name__, e)
