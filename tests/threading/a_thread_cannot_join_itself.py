import threading
seen = []
def work():
    try:
        threading.current_thread().join()
    except RuntimeError as error:
        seen.append(str(error))
t = threading.Thread(target=work)
t.start()
t.join()
print(seen)
