# Reads, writes and moves in any order give what a bytearray gives. The file moves below only when it must.
import io
import os
import random
import tempfile

generator = random.Random(42)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    for size in (2, 7, 16, 64):
        with open(path, "wb") as file:
            file.write(bytes(range(256)))
        model, position = bytearray(range(256)), 0
        with open(path, "r+b", buffering=size) as file:
            for _ in range(2000):
                what, amount = generator.randrange(8), generator.randrange(20)
                if what == 0:
                    data = generator.randbytes(amount)
                    assert file.write(data) == amount
                    if amount:
                        model[len(model):] = bytes(max(0, position - len(model)))
                        model[position:position + amount] = data
                        position += amount
                elif what == 1:
                    position = generator.randrange(300)
                    assert file.seek(position) == position
                elif what == 2:
                    move = generator.randrange(-min(10, position), 10)
                    position += move
                    assert file.seek(move, io.SEEK_CUR) == position
                elif what == 3:
                    assert file.tell() == position
                elif what == 4:
                    place = bytearray(amount)
                    count = file.readinto(place)
                    assert place[:count] == model[position:position + amount]
                    position += count
                elif what == 5:
                    line = file.readline()
                    end = model.find(b"\n", position) + 1 or max(position, len(model))
                    assert line == model[position:end], (line, model[position:end])
                    position += len(line)
                elif what == 6:
                    ahead = file.peek()
                    assert model[position:position + len(ahead)] == ahead and (ahead or position >= len(model))
                else:
                    data = file.read(amount)
                    assert data == model[position:position + amount]
                    position += len(data)
        with open(path, "rb") as file:
            assert file.read() == model
        print(size, len(model) > 200)
