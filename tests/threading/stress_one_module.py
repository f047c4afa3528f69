# expect: sound
import gc, sys, threading, time, types
module = types.ModuleType("shared_module")
sys.modules["shared_module"] = module
deadline = time.monotonic() + 0.8
surprises = []
value = 0
def work(n):
    global value, temporary
    i = 0
    while time.monotonic() < deadline:
        i += 1
        try:
            value = i
            temporary = n
            if type(value) is not int:
                surprises.append("wrong type")
            globals()[f"g{i % 30}"] = i
            setattr(module, f"a{i % 30}", i)
            import shared_module
            getattr(shared_module, f"a{i * 7 % 30}", None)
            if i % 3 == 0:
                delattr(module, f"a{i % 30}")
            if i % 5 == 0:
                del temporary
            if i % 7 == 0:
                del globals()[f"g{i % 30}"]
            if i % 100 == 0:
                gc.collect()
            temporary
            len(vars(module))
        except (AttributeError, NameError, KeyError, RuntimeError):
            pass
        except Exception as error:
            surprises.append(repr(error))
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises else set(surprises))
