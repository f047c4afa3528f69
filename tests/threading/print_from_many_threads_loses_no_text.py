import io, sys, threading
out = io.StringIO()
def work(n):
    for i in range(200):
        out.write(f"{n}:{i}\n")
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
lines = out.getvalue().splitlines()
print(len(lines), len(set(lines)))
