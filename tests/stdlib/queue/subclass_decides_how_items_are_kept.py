import queue


class SetQueue(queue.Queue):
    def _init(self, maxsize):
        self.queue = set()

    def _put(self, item):
        self.queue.add(item)

    def _get(self):
        return self.queue.pop()


q = SetQueue()
for item in (1, 1, 2, 1):
    q.put(item)
print(q.qsize(), sorted([q.get(), q.get()]))
