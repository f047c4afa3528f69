import threading

actions = []
barrier = threading.Barrier(3, action=lambda: actions.append(barrier.n_waiting))


def work():
    for _ in range(5):
        barrier.wait()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(actions)
