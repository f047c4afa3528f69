from concurrent.futures import ThreadPoolExecutor, as_completed, wait

with ThreadPoolExecutor(max_workers=4) as pool:
    futures = [pool.submit(pow, 2, number) for number in range(10)]
    print(sorted(future.result() for future in as_completed(futures)))
    print(list(pool.map(lambda a, b: a * b, range(5), range(5))))
    done, not_done = wait(futures)
    print(len(done), len(not_done), all(future.done() for future in futures))
