from _program import PROGRAM, check, run

tail = "usage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `%s -h' for more information.\n" % (PROGRAM, PROGRAM)
result = run("-z")
check(result.err == "Unknown option: -z\n" + tail and result.code == 2, result)
result = run("-c")
check(result.err == "Argument expected for the -c option\n" + tail and result.code == 2, result)
result = run("-X", "int_max_str_digits=5", "-c", "1")
check(result.code == 1 and "config_init_int_max_str_digits: -X int_max_str_digits: invalid limit" in result.err, result)
result = run("-c", "1", env={"PYTHONHASHSEED": "x"})
check(result.code == 1 and 'PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]' in result.err, result)
