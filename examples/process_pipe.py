# Two processes greet each other through a pipe, which must be made before the child. recv() waits; when the other end is
# closed everywhere it raises EOFError.
#
# Try: Pipe(duplex=False): the first end then only receives, the second only sends.
# expect: from the child: have you eaten?
# expect: from the parent: yes
# expect: Sample data
import multiprocessing


def greet(connection):
    connection.send("have you eaten?")
    print("from the parent:", connection.recv(), flush=True)
    connection.close()


def produce(sender):
    sender.send("Sample data")


def consume(receiver):
    print(receiver.recv(), flush=True)


if __name__ == "__main__":
    parent_end, child_end = multiprocessing.Pipe()
    process = multiprocessing.Process(target=greet, args=(child_end,))
    process.start()
    print("from the child:", parent_end.recv(), flush=True)
    parent_end.send("yes")
    process.join()
    child_end.close()
    try:
        parent_end.recv()
    except EOFError:
        pass
    else:
        raise AssertionError("nobody is there, but something came")

    receiver, sender = multiprocessing.Pipe(duplex=False)
    producer = multiprocessing.Process(target=produce, args=(sender,))
    consumer = multiprocessing.Process(target=consume, args=(receiver,))
    producer.start()
    consumer.start()
    producer.join()
    consumer.join()
    try:
        receiver.send(1)
    except OSError as error:
        assert str(error) == "connection is read-only"

    a, b = multiprocessing.Pipe()
    a.send_bytes(b"0123456789", 2, 5)
    assert b.poll(1) and b.recv_bytes() == b"23456"
    a.send_bytes(b"too long")
    try:
        b.recv_bytes_into(bytearray(3))
    except multiprocessing.BufferTooShort as error:
        assert error.args == (b"too long",)
