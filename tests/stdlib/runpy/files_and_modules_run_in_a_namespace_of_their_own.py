import os
import runpy
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "program.py")
    with open(path, "w") as file:
        file.write("import sys\nresult = (__name__, __package__, sys.argv[0] == __file__)\n")
    print(runpy.run_path(path)["result"], runpy.run_path(path, {"given": 5}, "__main__")["given"])
    sys.path.insert(0, folder)
    print(runpy.run_module("program")["result"], "program" in sys.modules)
    os.mkdir(os.path.join(folder, "parcel"))
    open(os.path.join(folder, "parcel", "__init__.py"), "w").close()
    for name in ("missing", "parcel", "program.inner"):
        try:
            runpy.run_module(name)
        except ImportError as error:
            print(error)
