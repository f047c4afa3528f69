# The library's modules are part of the program, or files beside it: their source can be read all the same.
import inspect
import json
import linecache
import textwrap

print(inspect.getsource(textwrap.dedent).splitlines()[0])
print(inspect.getsource(json).count("def dumps("))
lines, first = inspect.getsourcelines(textwrap.dedent)
print(first > 1, linecache.getline(textwrap.__file__, first) == lines[0])
linecache.checkcache()
print(linecache.getline(textwrap.__file__, first) == lines[0])
