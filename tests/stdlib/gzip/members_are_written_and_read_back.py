import gzip
import io
import os
import tempfile

data = b"line one\nline two\n" * 1000
packed = gzip.compress(data, mtime=0)
print(gzip.decompress(packed) == data, gzip.decompress(packed + gzip.compress(b"more")) == data + b"more", packed[:4])
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file.gz")
    with gzip.open(path, "wb") as file:
        file.write(data)
    with gzip.open(path, "ab") as file:
        file.write(b"appended\n")
    with gzip.open(path) as file:
        print(file.readline(), file.tell(), len(file.read()), file.seek(9), file.read(8))
    with gzip.open(path, "rt", encoding="ascii") as file:
        print(sum(1 for line in file))
buffer = io.BytesIO()
with gzip.GzipFile("name.txt", "wb", fileobj=buffer, mtime=1) as file:
    file.write(b"x" * 10)
print(buffer.getvalue()[4:8], b"name.txt" in buffer.getvalue(), gzip.GzipFile(fileobj=io.BytesIO(buffer.getvalue())).read())
for broken in (b"not gzip", packed[:-9], packed[:-8] + b"\0" * 8):
    try:
        gzip.decompress(broken)
    except (gzip.BadGzipFile, EOFError) as e:
        print(type(e).__name__, e)
