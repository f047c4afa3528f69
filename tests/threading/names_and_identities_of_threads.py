import threading
main = threading.current_thread()
print(main.name, main is threading.main_thread(), main.daemon, main.is_alive(), main.ident == threading.get_ident(), isinstance(main.native_id, int), main.native_id == threading.get_native_id())
t = threading.Thread(target=print, args=("ran",))
print(t.ident, t.native_id, t.is_alive(), t.name.startswith("Thread-"), t.name.endswith("(print)"), repr(t).startswith("<Thread(Thread-"), repr(t).endswith(", initial)>"))
t.start()
t.join()
print(isinstance(t.ident, int), repr(t)[-len("stopped 12345)>"):-len("12345)>")] == "stopped " or "stopped" in repr(t))
n = threading.Thread(name="given")
print(n.name, threading.Thread(name=5).name, threading.Thread().name.startswith("Thread-"))
n.name = "changed"
print(n.name, n.getName(), n.daemon) if False else print(n.name, n.daemon)
seen = []
w = threading.Thread(target=lambda: seen.append((threading.current_thread() is w, threading.get_ident() == w.ident, threading.current_thread().name)), name="w")
w.start()
w.join()
print(seen)
