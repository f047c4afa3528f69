import re
print(re.I, repr(re.I | re.M), re.NOFLAG, f'{re.S}', re.compile("a", re.X).flags, re.RegexFlag(0), re.I | 2 ** 20)
