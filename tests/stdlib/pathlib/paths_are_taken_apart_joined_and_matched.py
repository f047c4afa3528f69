from pathlib import PurePosixPath, PureWindowsPath

for text in ("", "/", "a/b.tar.gz", "//x/../y/.", ".hidden", "a.", "c:\\x\\y.txt", "\\\\server\\share\\z"):
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind(text)
        print(repr(path), path.parts, path.drive, path.root, path.name, path.stem, path.suffix, path.suffixes, path.parent, path.is_absolute())
p = PurePosixPath("/a/b/c.py")
print(p / "x", "y" / p, p.joinpath("d", "/e"), list(p.parents), p.parents[-1], p.with_name("n"), p.with_suffix(".txt"), p.with_stem("s"))
print(p.relative_to("/a"), p.is_relative_to("/b"), p.relative_to("/a/x", walk_up=True), p.as_uri())
print(p.match("*.py"), p.match("b/*"), p.full_match("/a/**/*.py"), p.full_match("*.py"), p.match("/a/*/*.py"))
print(p == PurePosixPath("/a//b/./c.py"), p < PurePosixPath("/a/b/d"), hash(p) == hash(PurePosixPath("/a/b/c.py")), PureWindowsPath("A") == PureWindowsPath("a"))
for wrong in (lambda: p.relative_to("/b"), lambda: p.with_name("a/b"), lambda: PurePosixPath("/").with_name("x"), lambda: p.with_suffix("x"),
              lambda: PurePosixPath(b"x"), lambda: PurePosixPath("a").as_uri(), lambda: p.parents[9]):
    try:
        wrong()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
