"""Mod.

>>> add(1, 2)
3
>>> add(1, 3)
5
"""

def add(a, b):
    """
    >>> add(1, 1)
    2
    >>> add(1, 'x')
    Traceback (most recent call last):
        ...
    TypeError: unsupported operand type(s) for +: 'int' and 'str'
    >>> add(2)
    3
    >>> print('a\\n\\nb')
    a
    <BLANKLINE>
    b
    >>> [1,2,  3] # doctest: +NORMALIZE_WHITESPACE
    [1,   2,
     3]
    >>> list(range(20)) # doctest: +ELLIPSIS
    [0, 1, ..., 19]
    >>> 1/0 # doctest: +SKIP
    """
    return a + b

class K:
    """
    >>> K().f()
    'k'
    """

    def f(self):
        """>>> K().f()
        'k'
        >>> for i in range(2):
        ...     print(i)
        0
        1
        """
        return "k"

    def g(self):
        pass

def good():
    """
    >>> good()
    7
    >>> 3
    3
    >>> raise ValueError("x\\ny")
    Traceback (most recent call last):
    ValueError: x
    y
    >>> raise KeyError("other") # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    KeyError: 'something'
    >>> eval("1 +")
    Traceback (most recent call last):
    SyntaxError: invalid syntax
    """
    return 7
if __name__ == "__main__":
    import doctest, io, os, sys, unittest, re

    class Short(io.StringIO):
        """Prints without the folder of this file and without frames of the library, whose lines differ."""

        def flush_to(self, out):
            text = self.getvalue().replace(os.path.dirname(os.path.abspath(__file__)) + os.sep, "")
            text = re.sub('    +File "[^"]*doctest.py".*\\n(        .*\\n)*', "", text)
            out.write(re.sub('  File "[^"]*doctest.py".*\\n(    .*\\n)*', "", re.sub("in [0-9.]+s", "in 0s", text)))
    real = sys.stdout
    sys.stdout = short = Short()
    print(doctest.testmod(verbose=True))
    print(doctest.testmod(optionflags=doctest.REPORT_UDIFF | doctest.FAIL_FAST))
    import __main__
    s = doctest.DocTestSuite(__main__)
    r = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(s)
    doctest.run_docstring_examples(good, globals(), name="good", verbose=True)
    print(doctest.script_from_examples(add.__doc__))
    for t in doctest.DocTestFinder().find(K):
        print(t, t.lineno, hash(t) is not None)
    print([p if isinstance(p, str) else (p.source, p.want, p.lineno, p.indent) for p in doctest.DocTestParser().parse("a\n  >>> x = 1 \n  >>> y\n  2\n\nzz")])
    for bad in ("  >>> x\n >>> y\n 3", ">>>x", ">>> if 1:\n...x", " >>> x\n 1\n2", ">>> x # doctest: +NOPE", ">>> # doctest: +SKIP\n"):
        try:
            print([(e.source, e.want) for e in doctest.DocTestParser().get_examples(bad)])
        except ValueError as e:
            print(e)
    sys.stdout = real
    short.flush_to(real)
