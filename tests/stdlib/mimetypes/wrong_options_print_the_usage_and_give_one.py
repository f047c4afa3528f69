import contextlib
import io
import mimetypes
import sys

sys.argv = ["mimetypes", "--wrong"]
output = io.StringIO()
with contextlib.redirect_stdout(output):
    try:
        mimetypes._main()
    except SystemExit as end:
        code = end.code
print(code, output.getvalue().splitlines()[0], output.getvalue().splitlines()[-1], sep="\n")
