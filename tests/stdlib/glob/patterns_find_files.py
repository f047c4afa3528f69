import glob
import os
import tempfile

with tempfile.TemporaryDirectory() as root:
    os.makedirs(os.path.join(root, "a", "b"))
    for name in ("one.py", "two.py", "three.txt", ".hidden.py", "a/four.py", "a/b/five.py", "st[ar"):
        open(os.path.join(root, name), "w").close()
    for pattern in ("*.py", "*", "t?o.*", "[ot]*.py", ".*", "a/*", "*/*.py", "a/four.py", "none", "*/", "st[[]ar", "a/", "**"):
        print(pattern, sorted(glob.glob(pattern, root_dir=root)))
    for pattern in ("**", "**/*.py", "a/**", "**/b", "a/**/five.py"):
        print(pattern, sorted(glob.glob(pattern, root_dir=root, recursive=True)))
    print(sorted(glob.glob("*", root_dir=root, include_hidden=True)), glob.escape("a*b[c]?"))
    print(len(glob.glob(os.path.join(root, "*.py"))), [type(path) for path in glob.glob(os.fsencode(root) + b"/*.txt")])
