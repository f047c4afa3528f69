import os
import pathlib
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

from importlib import resources
from importlib.resources.abc import Traversable

import _with_resources

folder = resources.files("_with_resources")
print(type(folder).__name__, isinstance(folder, Traversable), os.path.relpath(folder, HERE))
print(sorted(each.name for each in folder.iterdir() if each.name != "__pycache__"))
print(resources.files(_with_resources) == folder == _with_resources.own() == resources.files("_with_resources.module"))
print((folder / "note.txt").read_text(encoding="utf-8"), folder.joinpath("inner", "deep.txt").read_bytes())
print(resources.read_text("_with_resources", "note.txt"), resources.read_binary(_with_resources, "note.txt"))
print(resources.is_resource("_with_resources", "note.txt"), resources.is_resource("_with_resources", "inner"))
print(resources.read_text("_with_resources", "inner", "deep.txt", encoding="ascii"))
with resources.open_text("_with_resources", "note.txt") as file, resources.open_binary("_with_resources", "note.txt") as raw:
    print(file.read() == raw.read().decode())
with resources.as_file(folder / "note.txt") as path, resources.path("_with_resources", "note.txt") as same:
    print(path == same, path.exists())
for wrong in (lambda: resources.read_text("_with_resources", "missing.txt"), lambda: resources.files("no_such_package"),
              lambda: resources.read_text("_with_resources", "inner", "deep.txt")):
    try:
        wrong()
    except (FileNotFoundError, ModuleNotFoundError, TypeError) as error:
        print(type(error).__name__, "" if isinstance(error, FileNotFoundError) else error)

with tempfile.TemporaryDirectory() as temporary:
    # In a zip file.
    archive = os.path.join(temporary, "packed.zip")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("packed/__init__.py", "")
        file.writestr("packed/data.txt", "packed text")
        file.writestr("packed/below/more.txt", "more")
    sys.path.insert(0, archive)
    import packed
    folder = resources.files(packed)
    print(folder.joinpath("data.txt").read_text(), sorted(each.name for each in folder.iterdir()), isinstance(folder, Traversable))
    print(resources.read_text("packed", "data.txt"))
    with resources.as_file(folder.joinpath("data.txt")) as path:
        print(isinstance(path, pathlib.Path), path.read_text(), path.name.endswith("data.txt"))
    print(path.exists())
    with resources.as_file(folder) as path:
        print(sorted(each.name for each in path.iterdir()), (path / "below" / "more.txt").read_text())
    # In two folders.
    for part, name in (("one", "a.txt"), ("two", "b.txt")):
        os.makedirs(os.path.join(temporary, part, "spread"))
        with open(os.path.join(temporary, part, "spread", name), "w") as file:
            file.write(part)
        sys.path.append(os.path.join(temporary, part))
    import spread
    folder = resources.files(spread)
    print(type(folder).__name__, sorted(each.name for each in folder.iterdir()), (folder / "b.txt").read_text(), folder.is_dir())
