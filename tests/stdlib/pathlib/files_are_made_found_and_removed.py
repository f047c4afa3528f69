import os
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as name:
    top = Path(name)
    (top / "a/b").mkdir(parents=True)
    (top / "a/x.py").write_text("one\ntwo\n")
    (top / "a/b/y.py").touch()
    (top / "a/b/z.txt").write_bytes(b"\0\1")
    (top / "link").symlink_to("a")

    def show(paths):
        print(sorted(str(path.relative_to(top)) for path in paths))

    show(top.iterdir())
    for pattern in ("*", "**/*.py", "**/", "a/*", "*/b", "**", "a/../a/*.py", "[al]*", "**/*.PY"):
        show(top.glob(pattern))
    show(top.rglob("*.py"))
    show(top.rglob("*", recurse_symlinks=True))
    show(top.glob("**/*.PY", case_sensitive=False))
    print((top / "a/x.py").read_text().splitlines(), (top / "a/b/z.txt").read_bytes(), (top / "link").is_symlink(), (top / "link/x.py").exists())
    print((top / "link").resolve() == (top / "a").resolve(), (top / "link").readlink(), (top / "a/x.py").stat().st_size)
    for directory, directories, files in top.walk():
        print(directory.relative_to(top), sorted(directories), sorted(files))
        directories.sort()
    (top / "a/x.py").rename(top / "moved")
    print((top / "a/x.py").exists(), (top / "moved").is_file())
    (top / "moved").unlink()
    (top / "moved").unlink(missing_ok=True)
    for wrong in (lambda: (top / "moved").unlink(), lambda: (top / "a").mkdir(), lambda: (top / "a").rmdir(), lambda: list(top.glob("")),
                  lambda: list(top.glob("/x")), lambda: (top / "n/m").mkdir()):
        try:
            wrong()
        except (OSError, ValueError, NotImplementedError) as error:
            print(type(error).__name__)
    here = os.getcwd()
    os.chdir(top)
    print(Path.cwd() == top.resolve(), Path("a").absolute() == Path.cwd() / "a", sorted(map(str, Path(".").glob("*"))))
    os.chdir(here)
