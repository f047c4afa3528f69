"""Every header compiles alone, so that the order of includes never matters."""

import concurrent.futures
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Bodies of handlers, which the interpreter's loop includes once per dispatch table: no headers of their own.
FRAGMENTS = ROOT / "vm" / "interpreter" / "handlers"
LIBRARIES = ["fmt", "gmp", "re2", "libpcre2-8", "libutf8proc", "nlohmann_json", "libedit"]


def main():
    compiler = next((name for name in ("clang++-19", "clang++", "g++") if shutil.which(name)), None)
    if not compiler:
        print("neither clang++ nor g++ is here")
        return 1
    flags = shlex.split(subprocess.run(["pkg-config", "--cflags", *LIBRARIES], capture_output=True, text=True).stdout)
    tail_calls = "-DGILDED_DISPATCH_TAILCALL=%d" % (compiler == "clang++-19")

    def check(path):
        name = path.relative_to(ROOT).as_posix()
        # The virtual machine and the library are built without exceptions; the command line and the compiler with.
        narrow = ["-fno-exceptions", "-fno-rtti"] if not name.startswith(("compiler/", "vm/cli/")) else []
        # The header is included by a file of nothing else: as a main file it would be warned about for other reasons.
        process = subprocess.run(
            [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Wno-unused", *narrow, tail_calls,
             "-I", str(ROOT), *flags, "-x", "c++", "-"],
            input='#include "%s"\n' % name, capture_output=True, text=True)
        return name, process.stderr if process.returncode else None

    headers = [path for folder in ("compiler", "vm", "stdlib") for path in sorted((ROOT / folder).rglob("*.h"))
               if not path.is_relative_to(FRAGMENTS)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, errors in pool.map(check, headers):
            if errors:
                failed += 1
                print("%s does not compile alone:" % name)
                print("\n".join("    " + line for line in errors.splitlines()[:12]))
    print("%d headers checked, %d failed" % (len(headers), failed))
    return 1 if failed or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
