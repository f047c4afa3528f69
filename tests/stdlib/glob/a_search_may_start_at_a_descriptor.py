# dir_fd names the folder that root_dir and the pattern are relative to.
import glob
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    os.makedirs(os.path.join(folder, "inner", "deep"))
    for name in ("a.txt", "b.txt", ".hidden.txt", "inner/c.txt", "inner/deep/d.txt"):
        open(os.path.join(folder, name), "w").close()
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for pattern, options in (("*.txt", {}), ("**/*.txt", {"recursive": True}), ("*", {"include_hidden": True}), ("*.txt", {"root_dir": "inner"}),
                             ("inner/", {}), ("a.txt", {}), ("nothing", {}), (b"*/", {}), ("*/*.txt", {})):
        print(pattern, sorted(glob.glob(pattern, dir_fd=descriptor, **options)))
    os.close(descriptor)
