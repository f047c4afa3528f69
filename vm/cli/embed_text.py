"""Turn a text file into a C++ file that defines gilded::cli::NAME as its text."""

import pathlib
import sys

if __name__ == "__main__":
    source, name, output = sys.argv[1:]
    text = pathlib.Path(source).read_text(encoding="utf-8")
    delimiter = "text"
    while ")" + delimiter + '"' in text:
        delimiter += "_"
    pathlib.Path(output).write_text(
        "#include <string_view>\n\nnamespace gilded::cli {\nextern const std::string_view %s;\n"
        'const std::string_view %s = R"%s(%s)%s";\n}  // namespace gilded::cli\n' % (name, name, delimiter, text, delimiter), encoding="utf-8")
