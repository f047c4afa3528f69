# assert-only
# timeout: 60
import multiprocessing
from multiprocessing import shared_memory
from multiprocessing.managers import SharedMemoryManager


def change(name):
    segment = shared_memory.SharedMemory(name)
    segment.buf[:5] = b"child"
    segment.close()


def change_list(name):
    items = shared_memory.ShareableList(name=name)
    items[0] = "new"
    items[2] += 1
    items.shm.close()


if __name__ == "__main__":
    segment = shared_memory.SharedMemory(create=True, size=64)
    try:
        assert segment.size >= 64 and bytes(segment.buf[:3]) == b"\0\0\0"
        process = multiprocessing.Process(target=change, args=(segment.name,))
        process.start()
        process.join()
        assert bytes(segment.buf[:5]) == b"child"
    finally:
        segment.close()
        segment.unlink()
    try:
        shared_memory.SharedMemory(segment.name)
    except FileNotFoundError:
        pass
    else:
        raise AssertionError
    for arguments, text in [({"create": True}, "'size' must be a positive number different from zero"),
                            ({}, "'name' can only be None if create=True")]:
        try:
            shared_memory.SharedMemory(**arguments)
        except ValueError as error:
            assert str(error) == text
        else:
            raise AssertionError("nothing was raised")

    with SharedMemoryManager() as manager:
        items = manager.ShareableList(["text", b"bytes", 41, 1.5, None, True])
        process = multiprocessing.Process(target=change_list, args=(items.shm.name,))
        process.start()
        process.join()
        assert list(items) == ["new", b"bytes", 42, 1.5, None, True]
        assert items.count(42) == 1 and items.index(None) == 4 and len(items) == 6
        try:
            items[0] = "much longer than there is room for"
        except ValueError as error:
            assert str(error) == "bytes/str item exceeds available storage"
        name = items.shm.name
        items.shm.close()
    try:
        shared_memory.SharedMemory(name)
    except FileNotFoundError:
        pass
    else:
        raise AssertionError("the manager removes its segments")
