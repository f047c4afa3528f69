print("tab\there", "new\\line", 'single\'quote', "double\"quote")
print("\x41\u00e9\U0001F600\N{GREEK SMALL LETTER ALPHA}", "\101\60\0".encode())
print("continued \
line")
print(repr("\a\b\f\n\r\t\v\0\x7f\x80\xa0\u200b\ud800"))
print(len("\N{BULLET}"), "\\", len("\\n"))
print("""triple "quotes" and
a newline""")
