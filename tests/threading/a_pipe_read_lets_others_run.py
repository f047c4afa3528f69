import os, threading
r, w = os.pipe()
got = []
t = threading.Thread(target=lambda: got.append(os.read(r, 10)))
t.start()
n = 0
for i in range(100000):
    n += i
os.write(w, b"hello")
t.join()
print(n, got)
os.close(r)
os.close(w)
