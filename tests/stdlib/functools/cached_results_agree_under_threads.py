import functools
import threading


@functools.lru_cache(maxsize=8)
def double(number):
    return number * 2


wrong = []


def work():
    for turn in range(300):
        number = turn % 13
        if double(number) != number * 2:
            wrong.append(number)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(wrong, double.cache_info().currsize)
