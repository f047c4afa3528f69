import io
import os
import subprocess
import sys
import tabnanny
import tempfile
import tokenize

SOURCES = {
    "dedent.py": "if 1:\n\tx=1\n        y=2\n",
    "indent.py": "if 1:\n    x=1\n    if 2:\n\tz=1\n",
    "good.py": "if 1:\n    x\n",
    "both.py": "if 1:\n  x\n  if 2:\n  \ty\n  \tz\n",
}
FAILING = {"unindent.py": "if 1:\n  x=1\n y=2\n", "open.py": "x = (\n", "text.py": 'x = "abc\n', "missing.py": None}
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, source in (SOURCES | FAILING).items():
        if source is not None:
            with open(name, "w") as file:
                file.write(source)
    for name in SOURCES:
        tabnanny.check(name)
        tabnanny.verbose = 1
        tabnanny.check(name)
        tabnanny.verbose = 0
    tabnanny.filename_only = 1
    tabnanny.check("indent.py")
    tabnanny.filename_only = 0
    for name in FAILING:
        told = subprocess.run([sys.executable, "-m", "tabnanny", name], capture_output=True, text=True)
        print(told.returncode, told.stdout, told.stderr.strip())
    os.chdir("/")

for source in SOURCES.values():
    try:
        tabnanny.process_tokens(tokenize.generate_tokens(io.StringIO(source).readline))
        print("fine")
    except tabnanny.NannyNag as nag:
        print(nag.get_lineno(), nag.get_msg(), repr(nag.get_line()))
    try:
        list(tokenize.generate_tokens(io.StringIO(source).readline))
    except TabError as error:
        print(error.args)
narrow, wide, tabbed = tabnanny.Whitespace("    "), tabnanny.Whitespace("        "), tabnanny.Whitespace("\tx")
print(narrow.less(wide), wide.less(narrow), narrow.equal(tabnanny.Whitespace("    x")), wide.equal(tabbed), narrow.less(tabbed))
print(tabnanny.format_witnesses(narrow.not_less_witness(tabbed)), "|", tabnanny.format_witnesses(wide.not_equal_witness(tabbed)))
print(tabbed.indent_level(4), tabbed.indent_level(8), tabnanny.Whitespace("  \t \t   ").indent_level(4))
