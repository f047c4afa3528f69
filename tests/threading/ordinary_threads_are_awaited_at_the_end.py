# expect: main ends
# expect: worker goes on
# expect: and starts another
# expect: last
import threading, time
def last():
    time.sleep(0.05)
    print("last")
def work():
    main.join()
    print("worker goes on")
    print("and starts another")
    threading.Thread(target=last).start()
main = threading.main_thread()
threading.Thread(target=work).start()
print("main ends")
