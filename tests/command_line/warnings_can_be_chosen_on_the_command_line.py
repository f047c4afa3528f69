from _program import check, run

code = "import warnings; warnings.warn('deprecated thing', DeprecationWarning); print('on')"
check("deprecated thing" not in run("-W", "ignore", "-c", code).err, "ignored")
check("DeprecationWarning: deprecated thing" in run("-W", "default", "-c", code).err, "shown")
result = run("-W", "error", "-c", code)
check(result.code == 1 and result.out == "" and result.err.endswith("DeprecationWarning: deprecated thing\n"), result)
result = run("-W", "nonsense", "-c", "print(1)")
check(result.err == "Invalid -W option ignored: invalid action: 'nonsense'\n" and result.out == "1\n", result)
