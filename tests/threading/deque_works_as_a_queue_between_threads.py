import threading
from collections import deque
channel = deque()
taken = [[] for _ in range(2)]
done = threading.Event()
def produce(n):
    for i in range(3000):
        channel.append((n, i))
def consume(n):
    while True:
        try:
            taken[n].append(channel.popleft())
        except IndexError:
            if done.is_set() and not channel:
                return
producers = [threading.Thread(target=produce, args=(n,)) for n in range(2)]
consumers = [threading.Thread(target=consume, args=(n,)) for n in range(2)]
for t in producers + consumers: t.start()
for t in producers: t.join()
done.set()
for t in consumers: t.join()
everything = [x for part in taken for x in part]
print(len(everything), len(set(everything)))
for n in range(2):
    print(all(part_n == sorted(part_n) for part in taken for part_n in [[i for m, i in part if m == n]]))
