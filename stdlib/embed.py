"""Turn the Python modules below a folder into one C++ file with the table that stdlib/embedded.h declares.

Scripts in the folder of tables print modules that are nothing but tables which the Python of the build knows already; the name of the script
is the name of the module.
The sources become raw string literals: a compiler reads those at file speed, byte arrays it does not. Each initialises an array in a section
of its own: among the program's other literals, which the linker merges and mixes, they would be loaded with each of those that is used.
Beside each stands its code, so that no program compiles the library when it starts: compiler/precompile.cpp makes it.
The dependency file names every module and every folder, so that adding a module rebuilds the table.
"""

import argparse
import pathlib
import subprocess
import sys

HEADER = """// Made by stdlib/embed.py from the modules in stdlib/python.
#include "stdlib/embedded.h"

#include <algorithm>

namespace gilded {
namespace {

"""

TABLE = """
constexpr EmbeddedModule kModules[] = {
"""

FOOTER = """    {{}, {}, {}, {}, false},  // the end; it lets the table be empty
};

}  // namespace

std::span<const EmbeddedModule> embedded_modules() { return {kModules, std::size(kModules) - 1}; }

const EmbeddedModule* find_embedded_module(std::string_view name) {
  const auto modules = embedded_modules();
  const auto found = std::lower_bound(modules.begin(), modules.end(), name,
                                      [](const EmbeddedModule& module, std::string_view key) { return module.name < key; });
  return found != modules.end() && found->name == name ? &*found : nullptr;
}

}  // namespace gilded
"""


def module_name(relative):
    """('concurrent.futures', True) for concurrent/futures/__init__.py."""
    parts = relative.with_suffix("").parts
    if parts[-1] == "__init__":
        return ".".join(parts[:-1]), True
    return ".".join(parts), False


def raw_literal(text):
    """A C++ raw string literal with a delimiter that the text does not contain."""
    delimiter = "py"
    while ")" + delimiter + '"' in text:
        delimiter += "_"
    return 'R"%s(%s)%s"' % (delimiter, text, delimiter)


# Three octal digits each: what follows is not part of the escape then.
ESCAPES = [chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\\\?' else "\\%03o" % byte for byte in range(256)]


def literal(data):
    """Any bytes as C++ string literals of a few thousand characters."""
    return "\n".join('"%s"' % "".join([ESCAPES[byte] for byte in data[at:at + 4000]]) for at in range(0, len(data), 4000))


def precompile(program, sources):
    """The code of each (path, text)."""
    request = b"".join(b"%d %s\n%s" % (len(text), path.encode(), text) for path, text in sources)
    answer = subprocess.run([program], input=request, stdout=subprocess.PIPE).stdout
    codes, at = [], 0
    for path, _ in sources:
        end = answer.find(b"\n", at)
        if end < 0:
            sys.exit("embed.py: %s was not compiled" % path)
        length = int(answer[at:end])
        codes.append(answer[end + 1:end + 1 + length])
        at = end + 1 + length
    return codes


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tables", type=pathlib.Path)
    parser.add_argument("--precompile", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--depfile", required=True, type=pathlib.Path)
    arguments = parser.parse_args()

    folder = arguments.folder
    modules = {}
    for path in folder.rglob("*.py"):
        relative = path.relative_to(folder)
        name, is_package = module_name(relative)
        if name in modules:
            sys.exit("embed.py: both %s and %s define the module %s" % (modules[name][0], relative, name))
        text = path.read_text(encoding="utf-8")
        if "\0" in text or "\r" in text:
            sys.exit("embed.py: %s contains a NUL or a carriage return" % relative)
        modules[name] = relative, text, is_package
    tables = sorted(arguments.tables.glob("*.py")) if arguments.tables else []
    for path in tables:
        name = path.stem
        text = subprocess.run([sys.executable, "-I", path], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
        modules[name] = pathlib.PurePosixPath(name.replace(".", "/") + ".py"), text, False

    with arguments.output.open("w", encoding="utf-8", newline="\n") as output:
        output.write(HEADER)
        # Bytes, not characters, decide the order: that is how std::string_view compares.
        names = sorted(modules, key=lambda key: key.encode())
        codes = precompile(arguments.precompile, [(modules[name][0].as_posix(), modules[name][1].encode()) for name in names])
        for number, name in enumerate(names):
            output.write('[[gnu::section(".rodata.embedded_code")]] constexpr char kCode%d[] =\n%s;\n' % (number, literal(codes[number])))
            output.write('[[gnu::section(".rodata.embedded")]] constexpr char kText%d[] = %s;\n' % (number, raw_literal(modules[name][1])))
        output.write(TABLE)
        for number, name in enumerate(names):
            relative, text, is_package = modules[name]
            output.write('    {"%s", "%s", {kText%d, %d}, {kCode%d, %d}, %s},\n' % (
                name, relative.as_posix(), number, len(text.encode()), number, len(codes[number]), "true" if is_package else "false"))
        output.write(FOOTER)

    # The folder that holds stdlib/python is watched where stdlib/python itself is not there yet.
    watched = [folder if folder.is_dir() else folder.parent]
    watched += tables + [arguments.tables] if tables else []
    watched += [path for path in folder.rglob("*")
                if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")]
    arguments.depfile.write_text("%s: %s\n" % (
        arguments.output, " ".join(str(path).replace(" ", "\\ ") for path in sorted(watched))))


if __name__ == "__main__":
    main()
