"""Prints the module encodings.aliases: the other names of encodings, from the tables of the Python that runs the build."""

import encodings.aliases

# A codec that only Windows has.
names = {alias: name for alias, name in encodings.aliases.aliases.items() if name != "mbcs"}
print('"""Other names of encodings: aliases maps each, in lower case with underscores, to the name the codec has."""\n')
print("aliases = {")
for alias, name in sorted(names.items()):
    print("    %r: %r," % (alias, name))
print("}", flush=True)
