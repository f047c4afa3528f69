"""The arrows of the design go one way: no file includes what its layer must not know."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)

# The first row whose folder holds the file counts. A file may include what is below one of the paths on the right.
LAYERS = [
    ("compiler", ["compiler"]),
    ("vm/cli", ["compiler", "vm", "stdlib"]),
    ("vm", ["vm", "compiler/code"]),
    ("stdlib", ["stdlib", "vm", "compiler/code"]),
]
# Inside a row, and yet not allowed: nothing stands on the command line but itself.
FORBIDDEN = {"vm": ["vm/cli"], "stdlib": ["vm/cli"]}


def below(path, folder):
    return path == folder or path.startswith(folder + "/")


def main():
    problems = []
    checked = 0
    for folder in ("compiler", "vm", "stdlib"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".h", ".cpp", ".def"):
                continue
            checked += 1
            name = path.relative_to(ROOT).as_posix()
            layer, allowed = next(row for row in LAYERS if below(name, row[0]))
            text = path.read_text(encoding="utf-8")
            for match in INCLUDE.finditer(text):
                included = match.group(1)
                place = "%s:%d" % (name, text.count("\n", 0, match.start()) + 1)
                if not (ROOT / included).is_file():
                    problems.append('%s: "%s" is not a path from the root of the repository' % (place, included))
                elif not any(below(included, path) for path in allowed) or any(
                        below(included, path) for path in FORBIDDEN.get(layer, [])):
                    problems.append("%s: %s must not need %s" % (place, layer, included))
    print("\n".join(problems) if problems else "%d files checked" % checked)
    return 1 if problems or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
