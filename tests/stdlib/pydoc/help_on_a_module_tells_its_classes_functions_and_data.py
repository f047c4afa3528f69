import io
import os
import pydoc
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


def show(thing):
    text = io.StringIO()
    pydoc.Helper(output=text).help(thing)
    print(text.getvalue().replace(os.path.dirname(os.path.abspath(__file__)), "HERE"))


show("_package")
show("_package.module")
