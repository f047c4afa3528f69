import mmap
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(b"hello world\nsecond line\n")
    file.flush()
    with mmap.mmap(file.fileno(), 0) as view:
        print(len(view), view[:5], view[0], view[-1], view[::-3], view.find(b"o"), view.rfind(b"o"), view.find(b"zz"))
        print(view.readline(), view.read(6), view.tell(), view.read_byte(), view.read())
        view[0:5] = b"HELLO"
        view[6] = ord("W")
        view.seek(12)
        print(view.write(b"SECOND"), view.flush())
        view.move(0, 12, 6)
        print(view[:], view.size())
        kept = memoryview(view)
        try:
            view.close()
        except BufferError as error:
            print(error)
        print(bytes(kept[:3]))
        kept.release()
        for wrong in (lambda: view[100], lambda: view["x"], lambda: view.seek(-1), lambda: view.write(b"x" * 100), lambda: view.__setitem__(0, 256),
                      lambda: view.__setitem__(slice(0, 2), b"x")):
            try:
                wrong()
            except (IndexError, TypeError, ValueError) as error:
                print(type(error).__name__, error)
    try:
        view[0]
    except ValueError as error:
        print(error)
    file.seek(0)
    print(file.read())
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        try:
            view[0] = 1
        except TypeError as error:
            print(error)
anonymous = mmap.mmap(-1, 20)
anonymous.write(b"shared")
print(anonymous[:8], anonymous.closed)
anonymous.close()
print(anonymous.closed)
