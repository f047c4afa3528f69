import threading
class Local(threading.local):
    shared = []
    def __init__(self, start, step=1):
        self.value = start
        self.step = step
        Local.shared.append(threading.current_thread() is threading.main_thread())
    def up(self):
        self.value += self.step
        return self.value
local = Local(10, step=5)
results = []
def work():
    results.append((local.up(), local.up()))
print(local.up())
threads = [threading.Thread(target=work) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(results, local.up(), sorted(Local.shared))
