data = bytearray(b"abcdef")
view = memoryview(data)
view[0] = 65
view[1], view[2] = b"BC"
print(data, view[0], view.tolist(), len(view), view.nbytes, view.itemsize, view.format, view.shape, view.readonly)
print(memoryview(b"abc").readonly, view == data, view.obj is data, view.hex(), 65 in view)
try:
    data.append(1)
except BufferError as error:
    print(error)
view.release()
data.append(33)
print(data)
for call in ("memoryview(b'abc').__setitem__(0, 1)", "memoryview('x')", "memoryview(b'abc')[9]", "view[0]", "memoryview(bytearray(2)).__setitem__(0, 256)"):
    try:
        print(eval(call))
    except (TypeError, IndexError, ValueError) as error:
        print(call, "->", type(error).__name__, error)
with memoryview(b"xyz") as v:
    print(v.tolist())
words = memoryview(bytearray(8)).cast("I")
words[1] = 7
print(words.tolist(), words.cast("B").tolist()[4] + words.cast("B").tolist()[7])
