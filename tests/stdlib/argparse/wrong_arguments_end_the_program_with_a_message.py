import argparse
import contextlib
import io

parser = argparse.ArgumentParser(prog="prog")
parser.add_argument("-n", type=int)
parser.add_argument("file")
for arguments in (["-n", "x", "f"], [], ["f", "--bad"]):
    stream = io.StringIO()
    try:
        with contextlib.redirect_stderr(stream):
            parser.parse_args(arguments)
    except SystemExit as error:
        print(error.code, stream.getvalue().splitlines()[-1])
