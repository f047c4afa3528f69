# expect: sound
import sys, threading, time
deadline = time.monotonic() + 0.8
surprises = []
shared = [""]
def work(n):
    i = 0
    while time.monotonic() < deadline:
        i += 1
        a, b = sys.intern(f"name_{i % 50}"), sys.intern("name_" + str(i % 50))
        if a is not b:
            surprises.append("two interned copies")
        shared[0] = shared[0][-50:] + chr(97 + i % 26) * 3
        if len(shared[0]) > 53:
            surprises.append(len(shared[0]))
        s = shared[0]
        if s.upper().lower() != s or s[::-1][::-1] != s or "".join(s.split()) != s or hash(s) != hash(str(s)):
            surprises.append(s)
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print("sound" if not surprises else surprises[:3])
