# Two threads write A and B in turn into one string. Each waits on a condition until the last letter is the other's.
# notify() only marks the other thread as ready: it goes on once wait() or the end of the `with` gives the lock back.
#
# Try: always strictly in turn, whatever the preset.
#   build/gilded --as=2.7 examples/condition_alternating.py
import threading

MAX_LENGTH = 6
share_data = "#"
turn = threading.Condition()


def add(letter):
    global share_data
    with turn:
        while len(share_data) <= MAX_LENGTH:
            if share_data[-1] == letter or (share_data == "#" and letter != "A"):
                turn.wait()
            else:
                share_data += letter
                print(f"thread {letter} adds: {share_data}")
                turn.notify()


threads = [threading.Thread(target=add, args=(letter,)) for letter in "AB"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("share_data:", share_data)
