# Clients wait for the flag of a server. set() lets all of them pass, now and later, until clear().
# wait(timeout) says whether the flag was set, not how long it took.
#
# Try: the same in every preset.
#   build/gilded --as=3.13t examples/event_clients.py
import threading

ready = threading.Event()
passed = []


def client(number):
    ready.wait()
    passed.append(number)


print("at first:", ready.is_set())
print("wait(0.01) while clear:", ready.wait(0.01))
threads = [threading.Thread(target=client, args=(number,)) for number in range(20)]
for thread in threads:
    thread.start()
print("passed before set:", len(passed))
ready.set()
for thread in threads:
    thread.join()
print("passed after set:", len(passed))
print("wait() while set:", ready.wait())
ready.clear()
print("wait(0.01) after clear:", ready.wait(0.01))
