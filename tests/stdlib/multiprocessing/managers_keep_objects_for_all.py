# assert-only
# timeout: 120
import multiprocessing
import queue
from multiprocessing.managers import BaseManager, RemoteError, SyncManager


def change(objects, lock):
    for _ in range(20):
        with lock:
            objects["value"].value += 1
            objects["namespace"].total += 1
    objects["list"].append("child")
    objects["dict"]["child"] = 1
    objects["queue"].put("child")
    objects["event"].set()


class Counter:
    def __init__(self, start=0):
        self.count = start

    def increase(self):
        self.count += 1
        return self.count

    def _hidden(self):
        return "hidden"


class CounterManager(BaseManager):
    pass


CounterManager.register("Counter", Counter)
shared_queue = queue.Queue()


class QueueManager(BaseManager):
    pass


QueueManager.register("get_queue", callable=lambda: shared_queue)


class QueueClient(BaseManager):
    pass


QueueClient.register("get_queue")


def square(x):
    return x * x


if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        assert isinstance(manager, SyncManager)
        objects = {"value": manager.Value("i", 0), "namespace": manager.Namespace(total=0), "list": manager.list([1]),
                   "dict": manager.dict(a=1), "queue": manager.Queue(5), "event": manager.Event()}
        lock = manager.Lock()
        processes = [multiprocessing.Process(target=change, args=(objects, lock)) for _ in range(2)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert objects["value"].value == 40 and objects["namespace"].total == 40
        assert objects["list"][:] == [1, "child", "child"] and objects["dict"].copy() == {"a": 1, "child": 1}
        assert objects["queue"].qsize() == 2 and objects["queue"].get() == "child" and objects["event"].is_set()
        assert str(objects["list"]) == "[1, 'child', 'child']" and "ListProxy" in repr(objects["list"])

        nested = manager.list([manager.list([1]), manager.dict()])
        nested[0].append(2)
        nested[1]["k"] = "v"
        assert nested[0][:] == [1, 2] and nested[1]["k"] == "v"

        array = manager.Array("i", range(3))
        array[0] = 7
        assert array[0] == 7 and len(array) == 3
        for acquirer in (manager.RLock(), manager.Semaphore(1), manager.BoundedSemaphore(1)):
            with acquirer:
                pass
        condition = manager.Condition()
        with condition:
            assert condition.wait(0.01) is False
            condition.notify_all()
        barrier = manager.Barrier(1)
        assert barrier.wait() == 0 and barrier.parties == 1
        joinable = manager.JoinableQueue()
        joinable.put(1)
        joinable.get()
        joinable.task_done()
        joinable.join()
        assert list(iter(manager.dict(x=1, y=2))) == ["x", "y"]
        with manager.Pool(2) as pool:
            assert pool.map(square, [1, 2, 3]) == [1, 4, 9] and pool.apply_async(square, (4,)).get() == 16
        try:
            objects["dict"]["no such key"]
        except KeyError as error:
            assert error.args == ("no such key",)
        else:
            raise AssertionError("nothing was raised")
        try:
            objects["list"]._callmethod("no_such_method")
        except RemoteError as error:
            assert "no_such_method" in str(error)
        else:
            raise AssertionError("nothing was raised")

    with CounterManager() as manager:
        counter = manager.Counter(5)
        assert counter.increase() == 6 and not hasattr(counter, "_hidden")
        try:
            manager.start()
        except multiprocessing.ProcessError as error:
            assert str(error) == "Already started server"
        else:
            raise AssertionError("nothing was raised")
        try:
            manager.get_server()
        except multiprocessing.ProcessError:
            pass

    # By address; a wrong key is refused before anything is unpickled.
    server = QueueManager(address=("127.0.0.1", 0), authkey=b"the key")
    server.start()
    client = QueueClient(address=server.address, authkey=b"the key")
    client.connect()
    client.get_queue().put("over the network")
    assert server.get_queue().get() == "over the network"
    stranger = QueueClient(address=server.address, authkey=b"another key")
    try:
        stranger.connect()
    except multiprocessing.AuthenticationError as error:
        assert str(error) == "digest sent was rejected"
    else:
        raise AssertionError
    server.shutdown()
    assert multiprocessing.active_children() == []
