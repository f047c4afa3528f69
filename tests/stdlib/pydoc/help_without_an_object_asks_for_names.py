# assert-only
import io
import pydoc

output = io.StringIO()
pydoc.Helper(io.StringIO("len\n\nno_such_thing\n'if'\nkeywords\n+\nquit\nmax\n"), output)()
text = output.getvalue()
assert text.count("help> ") == 7, text
assert "Help on built-in function len in module builtins:\n\nlen(obj, /)\n" in text
assert "No Python documentation found for 'no_such_thing'.\n" in text
assert "elif CONDITION" in text
assert "nonlocal" in text and "lambda" in text
assert "max(" not in text.split("help> ")[-1]

# The end of the input leaves it, too.
output = io.StringIO()
pydoc.Helper(io.StringIO("len\n"), output)()
assert output.getvalue().count("help> ") == 2

# Every keyword, symbol and topic that is listed has a text, but for the three that are values.
for kind, how in (("keywords", 30), ("symbols", 30), ("topics", 20)):
    output = io.StringIO()
    helper = pydoc.Helper(output=output)
    helper.help(kind)
    names = output.getvalue().split("\n\n", 1)[1].split()
    assert len(names) > how, names
    for name in names:
        if name in ("True", "False", "None"):
            continue
        output = io.StringIO()
        pydoc.Helper(output=output).help(name)
        assert len(output.getvalue()) > 20 and "No Python documentation" not in output.getvalue(), name
assert repr(help) == "Type help() for interactive help, or help(object) for help about object."
