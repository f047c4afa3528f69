import fnmatch

for name, pattern in (("a.py", "*.py"), ("abc", "a?c"), ("abc", "[a-c]b[!x]"), ("aXbYc", "a*b*c"), ("[x", "[[]x"), ("a", "b*")):
    print(name, pattern, fnmatch.fnmatch(name, pattern))
print(fnmatch.filter(["a.py", "b.c", "d.py"], "*.py"))
