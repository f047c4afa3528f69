import threading

ping = threading.Event()
pong = threading.Event()
log = []


def answer():
    for turn in range(20):
        ping.wait()
        ping.clear()
        log.append(("pong", turn))
        pong.set()


thread = threading.Thread(target=answer)
thread.start()
for turn in range(20):
    log.append(("ping", turn))
    ping.set()
    pong.wait()
    pong.clear()
thread.join()
print(log == [(word, turn) for turn in range(20) for word in ("ping", "pong")])
