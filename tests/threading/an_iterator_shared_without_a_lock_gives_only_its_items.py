# In the free mode an item may be given twice or left out, but nothing else may come out of it.
# expect: True
import threading
source = list(range(3000))
it = iter(source)
taken = [[] for _ in range(4)]
def work(n):
    for x in it:
        taken[n].append(x)
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
everything = [x for part in taken for x in part]
print(all(type(x) is int and 0 <= x < 3000 for x in everything) and len(everything) > 0)
