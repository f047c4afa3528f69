from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(1) as pool:
    future = pool.submit(lambda: {}["missing"])
    try:
        future.result()
    except KeyError as error:
        print(repr(error))
    print(repr(future.exception()), future.cancelled())
try:
    pool.submit(print)
except RuntimeError as error:
    print(error)
