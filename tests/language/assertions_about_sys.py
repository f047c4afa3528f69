import sys
print(sys.version_info[0], sys.byteorder, sys.maxsize, sys.implementation.name != "", sys.getdefaultencoding(), sys.float_info.max, sys.int_info.bits_per_digit > 0, sys.maxunicode)
print(isinstance(sys.path, list), isinstance(sys.modules, dict), sys.getrecursionlimit() > 0, isinstance(sys.argv, list), sys.platform, sys.stdin is not None, callable(sys.displayhook))
print(sys.intern("abc") is sys.intern("ab" + "c"), isinstance(sys.getsizeof([]), int), sys.hash_info.modulus, sys.flags.optimize, sys.dont_write_bytecode in (True, False))
