# assert-only
import pickle


class Big:
    def __init__(self, data):
        self.data = data

    def __reduce_ex__(self, protocol):
        if protocol >= 5:
            return Big, (pickle.PickleBuffer(self.data),)
        return Big, (bytes(self.data),)


for source in (bytearray(b"x" * 1000), b"y" * 1000):
    buffers = []
    data = pickle.dumps(Big(source), 5, buffer_callback=buffers.append)
    assert len(data) < 200 and len(buffers) == 1
    copy = pickle.loads(data, buffers=buffers)
    assert bytes(copy.data) == bytes(source)
    with memoryview(copy.data) as view:
        assert view.readonly == isinstance(source, bytes)
    # In the pickle after all.
    assert bytes(pickle.loads(pickle.dumps(Big(source), 5)).data) == bytes(source)
    assert bytes(pickle.loads(pickle.dumps(Big(source), 4)).data) == bytes(source)
    try:
        pickle.loads(data)
    except pickle.UnpicklingError as error:
        assert str(error) == "pickle stream refers to out-of-band data but no *buffers* argument was given"
    try:
        pickle.loads(data, buffers=[])
    except pickle.UnpicklingError as error:
        assert str(error) == "not enough out-of-band buffers"

# A callback that answers true keeps the buffer in the pickle.
assert b"zzzz" in pickle.dumps(Big(b"zzzz"), 5, buffer_callback=lambda buffer: True)
buffer = pickle.PickleBuffer(b"abc")
assert buffer.raw().tobytes() == b"abc" and bytes(buffer) == b"abc"
buffer.release()
try:
    buffer.raw()
except ValueError as error:
    assert str(error) == "operation forbidden on released PickleBuffer object"
try:
    pickle.dumps(1, 4, buffer_callback=print)
except ValueError as error:
    assert str(error) == "buffer_callback needs protocol >= 5"
