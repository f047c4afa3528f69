import io
import pydoc


class Point:
    """A point."""

    def __init__(self, x):
        """Take x."""
        self.x = x


help(Point(1))


class Told:
    pass


told = Told()
told.__doc__ = "This one has its own."
help(told)
for value, title in ((3, "int object"), (None, "NoneType object"), ([], "list object"), (int, "class int in module builtins")):
    print(pydoc.render_doc(value, renderer=pydoc.plaintext).splitlines()[0] == "Python Library Documentation: " + title)
text = io.StringIO()
pydoc.doc(Point, output=text)
print(text.getvalue().splitlines()[:4])
