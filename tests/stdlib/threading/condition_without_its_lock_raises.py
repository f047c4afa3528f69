import threading

for condition in (threading.Condition(), threading.Condition(threading.Lock())):
    for call in (condition.wait, condition.notify, condition.notify_all):
        try:
            call()
        except RuntimeError as error:
            print(error)
