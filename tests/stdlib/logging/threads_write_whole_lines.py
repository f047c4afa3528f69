import io
import logging
import threading

stream = io.StringIO()
logging.basicConfig(stream=stream, format="%(message)s", level=logging.INFO)


def work(number):
    for _ in range(50):
        logging.info("message of %d", number)


threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
lines = stream.getvalue().splitlines()
print(len(lines), sorted(set(lines)))
