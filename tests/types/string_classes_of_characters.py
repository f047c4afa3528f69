for s in ("abc", "ABC", "aB1", "123", "½", "²", "٣", " \t\n", "", "a b", "Title Case", "_x1", "é", "中", "\x00", "Ⅷ"):
    print(repr(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isidentifier(), s.isprintable(), s.isascii())
