import _thread
import threading

done = threading.Lock()
done.acquire()
facts = []


def foreign():
    thread = threading.current_thread()
    facts.append(type(thread).__name__)
    facts.append(thread.name.startswith("Dummy-"))
    facts.append(thread.daemon)
    facts.append(thread.is_alive())
    facts.append(thread is threading.current_thread())
    done.release()


_thread.start_new_thread(foreign, ())
done.acquire()
print(facts)
