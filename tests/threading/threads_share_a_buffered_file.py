# Threads that read one file get each line once and whole; threads that write one file lose nothing.
import os
import tempfile
import threading

THREADS, LINES = 4, 400
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    with open(path, "wb", buffering=64) as file:
        def write(number):
            for i in range(LINES):
                file.write(b"%d %d\n" % (number, i))

        threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    wanted = sorted(b"%d %d\n" % (number, i) for number in range(THREADS) for i in range(LINES))
    with open(path, "rb") as file:
        assert sorted(file.read().splitlines(keepends=True)) == wanted

    with open(path, "rb", buffering=64) as file:
        lines = []

        def read():
            while line := file.readline():
                lines.append(line)

        threads = [threading.Thread(target=read) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(lines) == wanted
print("each line once")
