import importlib.util
import os
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "plugin.py")
    with open(path, "w") as file:
        file.write("value = 6 * 7\nname = __name__\nwhere = __file__\n")
    spec = importlib.util.spec_from_file_location("some_plugin", path)
    module = importlib.util.module_from_spec(spec)
    print(module.__name__, module.__spec__ is spec, hasattr(module, "value"))
    spec.loader.exec_module(module)
    print(module.value, module.name, module.where == path, "some_plugin" in sys.modules)
    print(spec.loader.get_source("some_plugin").splitlines()[0], spec.loader.is_package("some_plugin"))
print(importlib.util.spec_from_file_location("x", "/nowhere/file.txt"))
