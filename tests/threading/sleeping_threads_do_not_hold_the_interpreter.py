import threading, time
begin = time.monotonic()
threads = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(20)]
for t in threads: t.start()
for t in threads: t.join()
passed = time.monotonic() - begin
print(passed >= 0.199, passed < 3.5)
