# expect: sound
import gc, threading, time, weakref
deadline = time.monotonic() + 0.8
surprises = []
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        head = None
        for k in range(50):
            node = Node(k)
            node.next = head
            head = node
        head.loop = head
        ref = weakref.ref(head)
        text = "".join(str(k) for k in range(50))
        table = {str(k): [k] for k in range(50)}
        total, node = 0, head
        while node is not None:
            total += node.value
            node = node.next
        if total != sum(range(50)) or len(text) != 90 or table["49"] != [49] or ref() is not head:
            surprises.append((total, len(text)))
        big = 2 ** (i % 300) + n
        if big - n != 1 << (i % 300):
            surprises.append(big)
        if i % 20 == n:
            gc.collect()
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises else surprises[:3])
