import os.path as path

print(path.join("a", "b", "/c", "d"), path.split("/a/b"), path.splitext("x.tar.gz"), path.splitext(".bashrc"))
print(path.normpath("/a/./b/../c//d"), path.basename("a/b"), path.dirname("/a/b"), path.relpath("/a/b", "/a/c/d"))
print(path.commonpath(["/a/b/c", "/a/b/d"]), path.commonprefix(["abc", "abd"]), path.isabs("/a"), path.isabs("a"))
for call in (lambda: path.join("a", b"b"), lambda: path.commonpath(["a", "/b"]), lambda: path.relpath("")):
    try:
        call()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
