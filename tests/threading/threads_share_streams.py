"""Threads that share a stream lose no line and see none twice, in memory and in files; what they do at random breaks nothing."""
import io
import os
import random
import tempfile
import threading


def run(body, count=4):
    threads = [threading.Thread(target=body, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def check_all_once(lines, rounds):
    assert sorted(lines) == sorted("%d:%d\n" % (i, k) for i in range(4) for k in range(rounds)), len(lines)


text, data = io.StringIO(), io.BytesIO()


def write_memory(number):
    for k in range(1000):
        text.write("%d:%d\n" % (number, k))
        data.write(b"x" * (k % 7))


run(write_memory)
check_all_once(text.getvalue().splitlines(True), 1000)
assert len(data.getvalue()) == 4 * sum(k % 7 for k in range(1000))
text.seek(0)
seen = []
run(lambda number: seen.extend(text))
check_all_once(seen, 1000)

path = os.path.join(tempfile.mkdtemp(), "shared.txt")
with open(path, "w") as file:
    def write_file(number):
        for k in range(2000):
            file.write("%d:%d\n" % (number, k))

    run(write_file)
with open(path) as file:
    check_all_once(file.readlines(), 2000)
seen = []
with open(path) as file:
    run(lambda number: seen.extend(file))
check_all_once(seen, 2000)
seen = []
with open(path) as file:
    run(lambda number: seen.extend(iter(file.readline, "")))
check_all_once(seen, 2000)
os.remove(path)
os.rmdir(os.path.dirname(path))


def chaos(number):
    choice = random.Random(number)
    for _ in range(1000):
        try:
            choice.choice([lambda: text.write("ab\n"), lambda: text.read(5), lambda: text.seek(choice.randint(0, 50)),
                           lambda: text.truncate(choice.randint(0, 100)), text.getvalue, text.readline, lambda: data.write(b"abc"),
                           lambda: data.read(3), lambda: data.seek(choice.randint(0, 90)), lambda: data.truncate(choice.randint(0, 90)),
                           data.getvalue, lambda: bytes(data.getbuffer()[:5]), lambda: next(data, None)])()
        except BufferError:
            pass


run(chaos)
print("done")
