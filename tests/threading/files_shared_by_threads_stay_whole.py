# Threads write whole lines to one text file and whole records to one file of bytes; others read one file to its end, each line once. Threads
# that close, detach, flush and use one stream meanwhile get errors of that kind only, and what was written before is whole.
import io
import os
import tempfile
import threading

folder = tempfile.mkdtemp()
path = os.path.join(folder, "f")
THREADS, LINES = 4, 300


def run(work):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


for mode in ("w", "wb"):
    with open(path, mode) as file:
        def write(number):
            for line in range(LINES):
                text = f"{number} {line} {'x' * (line % 50)}\n"
                file.write(text if mode == "w" else text.encode())
                if line % 100 == 0:
                    file.flush()

        run(write)
    with open(path) as file:
        found = sorted(file)
    expected = sorted(f"{number} {line} {'x' * (line % 50)}\n" for number in range(THREADS) for line in range(LINES))
    print(mode, found == expected)

for mode in ("r", "rb"):
    with open(path, mode) as file:
        parts = [[] for _ in range(THREADS)]

        def read(number):
            while line := file.readline():
                parts[number].append(line)

        run(read)
    whole = sorted(line for part in parts for line in part)
    print(mode, whole == (expected if mode == "r" else [line.encode() for line in expected]))

unexpected = []
for turn in range(60):
    mode = ("w", "r", "wb", "rb", "w+", "r+b")[turn % 6]
    file = open(path, mode)

    def use(number):
        calls = [lambda: file.write("abc\n" if "b" not in mode else b"abc\n"), lambda: file.read(), lambda: file.readline(), lambda: file.flush(),
                 lambda: file.tell(), lambda: file.closed, lambda: file.__enter__(), lambda: next(file, None)]
        for step in range(20):
            try:
                calls[(step + number) % len(calls)]()
                if number == 0 and step == 12:
                    file.close() if turn % 2 else file.detach()
            except (ValueError, OSError):
                pass  # closed or detached, or cannot read or write at all
            except AttributeError as error:
                if "NoneType" not in str(error):
                    unexpected.append(error)

    run(use)
    try:
        file.close()
    except ValueError:
        pass
print(unexpected)
os.unlink(path)
os.rmdir(folder)
