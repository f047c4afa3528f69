import runpy
import sys

# A module of the program runs as a program does, and is not imported for that.
sys.modules.pop("keyword", None)
namespace = runpy.run_module("keyword", run_name="chosen")
print(namespace["__name__"], namespace["iskeyword"]("if"), "keyword" in sys.modules)
