import threading
seen = []
def work(*args, **kwargs):
    seen.append((args, kwargs))
for thread in (threading.Thread(target=work), threading.Thread(None, work, "name", (1, 2), {"k": 3}), threading.Thread(target=work, args=[4]), threading.Thread(target=work, args="ab"), threading.Thread(target=work, kwargs={"x": [1]}), threading.Thread(target=work, args=(i for i in range(2)))):
    thread.start()
    thread.join()
print(seen)
class Own(threading.Thread):
    def __init__(self, value):
        super().__init__()
        self.value = value
    def run(self):
        seen.append(self.value)
o = Own("own")
o.run()
o.start()
o.join()
print(seen[-2:])
threading.Thread().start()
threading.Thread(target=None).run()
