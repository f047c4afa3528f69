import os
import tempfile

with tempfile.TemporaryDirectory() as directory:
    path = os.path.join(directory, "file")
    with open(path, "w") as file:
        file.write("text")
    with tempfile.NamedTemporaryFile("w+", dir=directory) as file:
        file.write("content")
        file.seek(0)
        print(file.read(), os.path.exists(file.name))
    print(os.path.exists(file.name), os.listdir(directory))
print(os.path.exists(directory))
