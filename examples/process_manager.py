# A manager is a process that keeps objects; others have proxies of them. Every use of a proxy is a message there and back,
# and two uses are two steps: a counter needs a lock here too.
#
# Try: a proxy in a proxy: shared.append(manager.list()). Changing a plain list inside a shared one changes a copy.
# expect: Value('d', 3.14)
# expect: array('i', [5, 1, 2, 3])
# expect: ['Hello']
# expect: {1: 2}
# expect: Namespace(a=10)
# expect: {1: 'First value', 2: 'Second value'}
# expect: counted 40
import multiprocessing


def change(x, arr, items, mapping, space):
    x.value = 3.14
    arr[0] = 5
    items.append("Hello")
    mapping[1] = 2
    space.a = 10


def update(mapping, key, value):
    mapping[key] = value


def count(space, lock):
    for _ in range(20):
        with lock:
            space.total += 1


if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        arguments = (manager.Value("d", 0.0), manager.Array("i", range(4)), manager.list(), manager.dict(), manager.Namespace())
        process = multiprocessing.Process(target=change, args=arguments)
        process.start()
        process.join()
        for shared in arguments:
            print(shared)

        mapping = manager.dict()
        processes = [multiprocessing.Process(target=update, args=(mapping, 1, "First value")),
                     multiprocessing.Process(target=update, args=(mapping, 2, "Second value"))]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print(dict(sorted(mapping.items())))

        space, lock = manager.Namespace(total=0), manager.Lock()
        processes = [multiprocessing.Process(target=count, args=(space, lock)) for _ in range(2)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print("counted", space.total)

        # Unlike a multiprocessing.Queue, a manager's can be given to the tasks of a pool.
        shared = manager.Queue(3)
        with multiprocessing.Pool(2) as pool:
            pool.map(shared.put, "abc")
        assert sorted(shared.get() for _ in range(3)) == ["a", "b", "c"]
