import threading

barrier = threading.Barrier(4)
identities = []


def work():
    identities.append((threading.get_ident(), threading.current_thread().ident))
    barrier.wait()


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len({first for first, _ in identities}), all(first == second for first, second in identities))
print(threading.get_native_id() == threading.main_thread().native_id, threading.TIMEOUT_MAX > 1e6)
