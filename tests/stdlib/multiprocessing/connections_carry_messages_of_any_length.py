# A full pipe makes the sender wait; the end of the other side is EOFError; connections travel through connections.
# assert-only
# timeout: 60
import multiprocessing
from multiprocessing.connection import wait


def echo(connection):
    while True:
        try:
            connection.send(connection.recv())
        except EOFError:
            break


def send_connection(connection):
    a, b = multiprocessing.Pipe()
    connection.send(b)
    a.send("through the second pipe")
    assert a.recv() == "answer"


if __name__ == "__main__":
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=echo, args=(theirs,))
    process.start()
    for message in [None, b"", b"x", {"k": [1, 2]}, b"y" * 70000, "z" * 3_000_000]:
        mine.send(message)
        assert mine.recv() == message
    assert not mine.poll() and not mine.poll(0.01)
    mine.send(1)
    assert wait([mine], 10) == [mine] and mine.poll(None)
    assert mine.recv() == 1
    theirs.close()
    mine.close()
    process.join(0.5)
    # The child still has its copy of our end, so it waits for ever.
    if process.is_alive():
        process.terminate()
        process.join()
    for call in (mine.recv, mine.fileno, lambda: mine.send(1)):
        try:
            call()
        except OSError as error:
            assert str(error) == "handle is closed"
        else:
            raise AssertionError("nothing was raised")

    reader, writer = multiprocessing.Pipe(duplex=False)
    for call, text in [(lambda: reader.send(1), "connection is read-only"), (writer.recv, "connection is write-only")]:
        try:
            call()
        except OSError as error:
            assert str(error) == text
        else:
            raise AssertionError("nothing was raised")
    writer.send_bytes(b"0123456789", 3)
    writer.send_bytes(b"0123456789", 2, 4)
    assert reader.recv_bytes() == b"3456789" and reader.recv_bytes(4) == b"2345"
    buffer = bytearray(6)
    writer.send_bytes(b"abc")
    assert reader.recv_bytes_into(buffer, 2) == 3 and buffer == b"\0\0abc\0"
    writer.send_bytes(b"longer than that")
    try:
        reader.recv_bytes_into(buffer)
    except multiprocessing.BufferTooShort as error:
        assert error.args == (b"longer than that",)
    else:
        raise AssertionError("nothing was raised")
    for arguments, text in [((b"abc", -1), "offset is negative"), ((b"abc", 4), "buffer length < offset"),
                            ((b"abc", 1, 3), "buffer length < offset + size"), ((b"abc", 0, -1), "size is negative")]:
        try:
            writer.send_bytes(*arguments)
        except ValueError as error:
            assert str(error) == text
        else:
            raise AssertionError("nothing was raised")
    writer.send_bytes(b"too long")
    try:
        reader.recv_bytes(3)
    except OSError as error:
        assert str(error) == "bad message length" and reader.closed
    else:
        raise AssertionError("nothing was raised")

    a, b = multiprocessing.Pipe()
    process = multiprocessing.Process(target=send_connection, args=(b,))
    process.start()
    with a.recv() as second:
        assert second.recv() == "through the second pipe"
        second.send("answer")
    process.join()
    assert process.exitcode == 0
    b.close()
    try:
        a.recv()
    except EOFError:
        pass
    else:
        raise AssertionError
