# The consumer is a daemon: it ends with the main process. That is safe because the producer waits, by q.join(), until the
# consumer has called task_done() for everything.
#
# Try: remove q.join(): the consumer may be ended before it has seen all products.
# expect: made 5 products
# expect: consumed 5
import multiprocessing


def consume(q, count):
    while True:
        q.get()
        with count.get_lock():
            count.value += 1
        q.task_done()


def produce(products, q):
    for product in products:
        q.put(product)
    print("made", len(products), "products")
    q.join()


if __name__ == "__main__":
    q = multiprocessing.JoinableQueue()
    count = multiprocessing.Value("i", 0)
    consumer = multiprocessing.Process(target=consume, args=(q, count), daemon=True)
    consumer.start()
    produce([f"product {i}" for i in range(5)], q)
    print("consumed", count.value)
    try:
        q.task_done()
    except ValueError as error:
        assert str(error) == "task_done() called too many times"
