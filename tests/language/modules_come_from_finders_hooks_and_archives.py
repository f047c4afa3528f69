# Modules come from finders of sys.meta_path, from hooks of sys.path_hooks and from archives; an archive with a __main__ runs.
import os
import subprocess
import tempfile
import zipfile

folder = tempfile.TemporaryDirectory()
archive = os.path.join(folder.name, "app.zip")
with zipfile.ZipFile(archive, "w") as file:
    file.writestr("__main__.py", "import sys, helper, pkg.inner\nprint(__name__, __file__[-20:], sys.argv[1:], helper.value, pkg.inner.x)\n")
    file.writestr("helper.py", "value = 42\n")
    file.writestr("pkg/__init__.py", "")
    file.writestr("pkg/inner.py", "from . import other\nx = other.y\n")
    file.writestr("pkg/other.py", "y = 7\n")

import sys, importlib.abc, importlib.machinery, importlib.util, types
class F(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        print("asked", name, path)
        if name.startswith("virtual"):
            return importlib.util.spec_from_loader(name, self, is_package=name=="virtual")
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.answer = 42
        if module.__name__=="virtual.bad": raise ValueError("bad")
sys.meta_path.insert(0, F())
import virtual, virtual.sub
print(virtual.answer, virtual.sub.answer, virtual.__spec__.name, virtual.__path__, virtual.__package__, virtual.sub.__package__)
import textwrap
try: import virtual.bad
except ValueError as e: print(e, "virtual.bad" in sys.modules)
try: import nothing_here
except ModuleNotFoundError as e: print(e)
sys.meta_path.pop(0)
sys.meta_path.append(F())
import keyword
import virtual.late
class H:
    def __init__(self, path):
        if not path.startswith("mem:"): raise ImportError
        print("hook", path)
    def find_spec(self, name, target=None):
        if name=="inmem": return importlib.machinery.ModuleSpec(name, L(), origin="mem")
class L:
    def create_module(self, spec): return None
    def exec_module(self, module): exec("x=5", module.__dict__)
sys.path_hooks.append(H)
sys.path.append("mem:here")
import inmem
print(inmem.x, inmem.__spec__.origin, importlib.util.find_spec("inmem") is not None)
sys.path.insert(0,archive)
import helper, zipimport
print(helper.value, type(helper.__loader__).__name__)
z=zipimport.zipimporter(archive); print(z.is_package("pkg"), z.get_source("helper"), z.get_filename("pkg")[-15:])
try: z.get_source("zz")
except zipimport.ZipImportError as e: print(e)
print(importlib.util.find_spec("json").name, importlib.util.find_spec("nope_x"))
own = sys.meta_path[:]
sys.meta_path[:] = []
try: import colorsys
except ModuleNotFoundError as e: print(e)

sys.meta_path[:] = own
run = subprocess.run([sys.executable, archive, "a", "b"], capture_output=True, text=True)
print(run.returncode, run.stdout, run.stderr)
