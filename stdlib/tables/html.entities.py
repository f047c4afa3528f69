"""Prints the module html.entities: the names of characters in HTML, from the tables of the Python that runs the build."""

import html.entities
import sys

print('"""Names of characters in HTML.\n\n'
      "html5: with the semicolon where it is needed, to text; name2codepoint, codepoint2name, entitydefs: those of HTML 4.\n"
      '"""\n')
print('__all__ = ["html5", "name2codepoint", "codepoint2name", "entitydefs"]\n')
for name in ("name2codepoint", "html5"):
    print(name, "= {")
    for key, value in getattr(html.entities, name).items():
        print("    %r: %s," % (key, ascii(value)))
    print("}\n")
print("codepoint2name = {code_point: name for name, code_point in name2codepoint.items()}")
print("entitydefs = {name: chr(code_point) for name, code_point in name2codepoint.items()}")
sys.stdout.flush()
