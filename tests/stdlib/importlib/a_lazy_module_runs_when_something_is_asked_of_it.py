# importlib.util.LazyLoader puts off running a module until the first look at one of its attributes.
import importlib.machinery
import importlib.util
import os
import sys
import tempfile
import threading
import types


def lazy(name, path):
    loader = importlib.util.LazyLoader(importlib.machinery.SourceFileLoader(name, path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "postponed.py")
    with open(path, "w") as file:
        file.write("print('runs')\nvalue = 1\nchanged = 1\n\ndef function():\n    return value, given\n")
    module = lazy("postponed", path)
    print("made", isinstance(module, types.ModuleType), type(module) is types.ModuleType)
    module.given = 5
    module.changed = 2
    print("set")
    print(module.function(), module.changed, type(module) is types.ModuleType)

    module = lazy("postponed", path)
    del module.value
    print(hasattr(module, "value"), hasattr(module, "changed"))

    module = lazy("postponed", path)
    sys.modules["postponed"] = types.ModuleType("postponed")
    try:
        module.value
    except ValueError as error:
        print(error)

    # Of many threads that look at once, one runs it.
    module = lazy("postponed", path)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(module.value)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(set(seen))

    loader = importlib.machinery.SourceFileLoader("postponed", path)
    print(loader.path_stats(path)["size"], loader.path_stats(path)["mtime"] == os.stat(path).st_mtime)
    loader.set_data(os.path.join(folder, "new", "data"), b"12")
    print(open(os.path.join(folder, "new", "data")).read(), loader.get_resource_reader("postponed").is_resource("postponed.py"))

for wrong in (object(), types.SimpleNamespace(create_module=None)):
    try:
        importlib.util.LazyLoader.factory(wrong)
    except TypeError as error:
        print(error)
print(importlib.util.LazyLoader.factory(importlib.machinery.SourceFileLoader)("a", "b").loader.path)
