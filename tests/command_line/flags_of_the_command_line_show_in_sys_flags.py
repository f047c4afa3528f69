from _program import check, run

show = "import sys; f = sys.flags; print(%s)"
for options, expression, expected in [
        (["-O"], "f.optimize, __debug__", "1 False"), (["-OO"], "f.optimize", "2"), (["-B"], "f.dont_write_bytecode, sys.dont_write_bytecode", "1 True"),
        (["-E"], "f.ignore_environment", "1"), (["-I"], "f.isolated, f.ignore_environment, f.no_user_site, f.safe_path", "1 1 1 True"),
        (["-P"], "f.safe_path, '' in sys.path", "True False"), (["-s"], "f.no_user_site", "1"), (["-S"], "f.no_site", "1"), (["-q"], "f.quiet", "1"),
        (["-v"], "f.verbose", "1"), (["-bb"], "f.bytes_warning, sys.warnoptions", "2 ['error::BytesWarning']"),
        (["-X", "dev"], "f.dev_mode, sys.warnoptions", "True ['default']"), (["-X", "a=b", "-Xc"], "sys._xoptions", "{'a': 'b', 'c': True}"),
        (["-W", "error", "-Wonce"], "sys.warnoptions", "['error', 'once']"), (["-X", "int_max_str_digits=700"], "f.int_max_str_digits, sys.get_int_max_str_digits()", "700 700"),
        (["-d"], "f.debug", "1"), ([], "f.inspect, f.interactive, f.utf8_mode", "0 0 1")]:
    result = run(*options, "-c", show % ("print" if False else expression))
    check(result.out == expected + "\n", (options, expected, result))
