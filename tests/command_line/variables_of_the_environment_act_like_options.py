from _program import check, folder, run

show = "import sys; f = sys.flags; print(%s)"
for name, value, expression, expected in [
        ("PYTHONOPTIMIZE", "2", "f.optimize", "2"), ("PYTHONDONTWRITEBYTECODE", "1", "f.dont_write_bytecode", "1"), ("PYTHONNOUSERSITE", "1", "f.no_user_site", "1"),
        ("PYTHONSAFEPATH", "1", "f.safe_path", "True"), ("PYTHONWARNINGS", "error,once", "sys.warnoptions", "['error', 'once']"),
        ("PYTHONHASHSEED", "0", "f.hash_randomization", "0"), ("PYTHONINTMAXSTRDIGITS", "640", "sys.get_int_max_str_digits()", "640"),
        ("PYTHONDEVMODE", "1", "f.dev_mode", "True"), ("PYTHONVERBOSE", "3", "f.verbose", "3")]:
    result = run("-c", show % expression, env={name: value})
    check(result.out == expected + "\n", (name, result))
    ignored = run("-E", "-c", show % expression, env={name: value})
    check(ignored.out != result.out, (name, ignored))
with folder(helper__py="x = 1") as path:
    result = run("-c", "import helper; print(helper.x)", env={"PYTHONPATH": path})
    check(result.out == "1\n", result)
