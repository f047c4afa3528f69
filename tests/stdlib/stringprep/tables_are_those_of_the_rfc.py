import stringprep

samples = [chr(code) for code in (*range(0x250), *range(0x340, 0x600, 3), *range(0x600, 0x710), *range(0x1800, 0x1810), *range(0x1E90, 0x2110),
                                  *range(0x2FE0, 0x3010), *range(0xD7F0, 0xE010), *range(0xFB00, 0xFB60), *range(0xFDC0, 0xFE20),
                                  *range(0xFEF0, 0x10010), *range(0x1D165, 0x1D185), *range(0x2F868, 0x2F876), *range(0xE0000, 0xE0090),
                                  0xF0000, 0x10FFFD, 0x10FFFF)]
for name in sorted(vars(stringprep)):
    if name.startswith("in_table"):
        found = [ord(character) for character in samples if getattr(stringprep, name)(character)]
        print(name, len(found), [hex(code) for code in found[:3] + found[-3:]], sum(found))
    elif name.startswith("map_table"):
        mapped = [ascii(getattr(stringprep, name)(character)) for character in samples if not "\ud800" <= character < "\ue000"]
        print(name, " ".join(mapped))
