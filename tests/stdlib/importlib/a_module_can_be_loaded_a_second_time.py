"""The spec of a module has a loader, imported or not, with which another module can be made of the same source."""
import html.parser
import importlib.util
import os
import sys
import tempfile

spec = importlib.util.find_spec("html.parser")
second = importlib.util.module_from_spec(spec)
spec.loader.exec_module(second)
print(second.__name__, second is html.parser, second.HTMLParser is html.parser.HTMLParser, sys.modules["html.parser"] is html.parser)

with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "counting.py"), "w") as file:
        file.write("import builtins\nbuiltins.runs = getattr(builtins, 'runs', 0) + 1\n")
    sys.path.insert(0, folder)
    import counting
    spec = importlib.util.find_spec("counting")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    print(runs, os.path.basename(spec.origin))
