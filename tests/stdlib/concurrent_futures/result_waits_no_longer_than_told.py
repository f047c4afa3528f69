import threading
from concurrent.futures import ThreadPoolExecutor

gate = threading.Event()
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(gate.wait)
    try:
        future.result(timeout=0.01)
    except TimeoutError:
        print("timed out")
    gate.set()
    print(future.result())
