import threading
ping, pong = threading.Event(), threading.Event()
log = []
def player():
    for _ in range(100):
        ping.wait()
        ping.clear()
        log.append("pong")
        pong.set()
t = threading.Thread(target=player)
t.start()
for _ in range(100):
    log.append("ping")
    ping.set()
    pong.wait()
    pong.clear()
t.join()
print(log == ["ping", "pong"] * 100)
