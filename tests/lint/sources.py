"""Every C++ file is in the source list of a meson.build: a forgotten file is neither compiled nor tested."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    listed = set()
    for build in list(ROOT.glob("*/meson.build")) + list(ROOT.glob("*/*/**/meson.build")):
        if build.relative_to(ROOT).parts[0].startswith("build"):
            continue
        for name in re.findall(r"'([^']+\.cpp)'", build.read_text(encoding="utf-8")):
            listed.add((build.parent / name).resolve())
    problems = []
    checked = 0
    for folder in ("compiler", "vm", "stdlib", "tests/unit", "bench/micro"):
        for path in sorted((ROOT / folder).rglob("*.cpp")):
            checked += 1
            if path not in listed:
                problems.append("%s is in no meson.build" % path.relative_to(ROOT).as_posix())
    print("\n".join(problems) if problems else "%d files checked" % checked)
    return 1 if problems or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
