import importlib, os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "_packages"))
math = importlib.import_module("math")
circle = importlib.import_module("shapes.round.circle")
print(math.floor(2.5), circle.radius(3.14159265), __import__("os.path") is os, __import__("os").path is os.path, importlib.import_module(".square", "shapes").__name__)
try:
    importlib.import_module("nothing.here")
except ModuleNotFoundError as error:
    print(error)
try:
    __import__("")
except ValueError as error:
    print(error)
