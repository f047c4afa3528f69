import gzip
import io

file = gzip.GzipFile(fileobj=io.BytesIO(), mode="w")
file.close()
for method, arguments in (file.write, (b"x",)), (file.read, ()), (file.tell, ()), (file.flush, ()):
    try:
        method(*arguments)
    except ValueError as error:
        print(method.__name__, error)
