print(r"a\nb", R'\'', len(r"\\"))
print(rb"\x41", Rb"\n", bR'\t', len(rb"\x41"))
print(r"""raw \
line""")
print(rf"{1 + 1}\n", fr"\{2}")
