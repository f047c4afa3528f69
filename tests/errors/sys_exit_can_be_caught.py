import sys
for code in (0, 3, None, "text", (1, 2)):
    try:
        sys.exit(code)
    except SystemExit as error:
        print(repr(error.code), repr(error), isinstance(error, Exception))
try:
    raise SystemExit
except BaseException as error:
    print(error.code)
