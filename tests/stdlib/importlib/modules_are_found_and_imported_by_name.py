import importlib
import importlib.util
import os
import sys
import tempfile

print(importlib.import_module("os.path") is os.path, importlib.import_module(".decoder", "json").__name__)
for call in (lambda: importlib.import_module(".x"), lambda: importlib.import_module("...x", "json"),
             lambda: importlib.reload(3), lambda: importlib.import_module("missing.module")):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
with tempfile.TemporaryDirectory() as folder:
    sys.path.insert(0, folder)
    path = os.path.join(folder, "changing_module.py")
    with open(path, "w") as file:
        file.write("value = 1\nkept = []\n")
    print(importlib.util.find_spec("changing_module").origin == path, "changing_module" in sys.modules)
    import changing_module
    changing_module.added = True
    with open(path, "w") as file:
        file.write("value = 'another'\n")
    print(changing_module.value, importlib.reload(changing_module) is changing_module)
    print(changing_module.value, changing_module.kept, changing_module.added)
print(importlib.util.find_spec("missing_module"), importlib.util.resolve_name(".b", "a"))
