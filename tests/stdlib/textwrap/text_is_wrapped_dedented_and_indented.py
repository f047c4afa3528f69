import textwrap

text = "The quick brown fox jumped over the lazy dog, and the well-known story ends."
print(textwrap.fill(text, 30))
print(textwrap.shorten(text, 30))
print(textwrap.dedent("    a\n      b\n    c\n") + textwrap.indent("a\n\nb\n", "> "))
