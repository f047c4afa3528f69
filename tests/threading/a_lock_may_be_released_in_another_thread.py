import threading
baton = threading.Lock()
baton.acquire()
log = []
def give():
    log.append("giver")
    baton.release()
t = threading.Thread(target=give)
t.start()
baton.acquire()
log.append("receiver")
t.join()
print(log)
