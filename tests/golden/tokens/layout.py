# Blank lines, comments, joined lines and blocks.
def f(a,
      b):  # in brackets, line ends do not count

    if a and \
            b:
        return a

    # a comment between blocks
    return b
x = 1; y = 2
