"""Prints the module encodings._charmaps: what each byte means in the encodings of one byte a character.

The tables are those of the Python that runs the build.
"""

import importlib
import pkgutil

import encodings

print('"""The characters of the bytes 0 to 255 in the encodings of one byte a character; U+FFFE stands for none."""\n')
print("tables = {")
for module in sorted(module.name for module in pkgutil.iter_modules(encodings.__path__)):
    if module in ("mbcs", "oem"):
        continue
    codec = importlib.import_module("encodings." + module)
    table = getattr(codec, "decoding_table", None)
    if table is None:
        # Older ones map numbers to numbers.
        numbers = getattr(codec, "decoding_map", None)
        if not numbers or set(numbers) - set(range(256)):
            continue
        table = "".join("\ufffe" if numbers.get(byte) is None else chr(numbers[byte]) for byte in range(256))
    print("    %r: (%r, %s)," % (module, codec.getregentry().name, ascii(table.ljust(256, "\ufffe"))))
print("}", flush=True)
