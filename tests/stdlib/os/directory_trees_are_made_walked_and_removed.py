import os
import tempfile

top = tempfile.mkdtemp()
os.makedirs(os.path.join(top, "a", "b"))
with open(os.path.join(top, "a", "file"), "w") as file:
    file.write("text")
print([(where[len(top):], sorted(directories), files) for where, directories, files in os.walk(top)])
print([where[len(top):] for where, _, _ in os.walk(top, topdown=False)], os.path.getsize(os.path.join(top, "a", "file")))
try:
    os.makedirs(os.path.join(top, "a"))
except FileExistsError:
    print("exists")
os.makedirs(os.path.join(top, "a"), exist_ok=True)
os.remove(os.path.join(top, "a", "file"))
os.removedirs(os.path.join(top, "a", "b"))
print(os.path.exists(top))
