import signal, threading
seen = []
def work():
    try:
        signal.signal(signal.SIGINT, lambda *a: None)
    except ValueError as error:
        seen.append(str(error)[:50])
t = threading.Thread(target=work)
t.start()
t.join()
print(seen, callable(signal.getsignal(signal.SIGINT)))
