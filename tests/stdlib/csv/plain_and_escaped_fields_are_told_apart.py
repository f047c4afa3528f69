import csv
import io


def read(text, **options):
    try:
        return list(csv.reader(io.StringIO(text, newline=""), **options))
    except (csv.Error, ValueError) as error:
        return type(error).__name__, str(error)


print(read("a,b,c\nd,,e\r\n,\n\nx"))
print(read("plain,\u20ac,\U0001f600,\"quo,ted\",with\"quote,'single'\n"))
print(read("1.5,2,-3\n4,'5',6", quoting=csv.QUOTE_NONNUMERIC, quotechar="'"))
print(read("1,x", quoting=csv.QUOTE_NONNUMERIC))
print(read("a; b;  c;d", delimiter=";", skipinitialspace=True), read("a; b", delimiter=";"))
print(read("a\\,b,c\\\\d,\\\"e", escapechar="\\"), read("a\x00b,c"))
print(read("a\"b\",\"c\"d,e"), read("a\"b\",\"c\"d,e", strict=True))
print(read("\u20aca\u20acb", delimiter="\u20ac"), read("a\u20acb,c\u20acd", quotechar="\u20ac"))
old = csv.field_size_limit(5)
print(old, read("abcde,f"), read("f,abcdef,g"), read("abcdef"), read("\"abcdef\""), csv.field_size_limit())
print(csv.field_size_limit(old), csv.field_size_limit() == old)
for wrong in ("5", 2**70):
    try:
        csv.field_size_limit(wrong)
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
out = io.StringIO(newline="")
for options in ({}, {"lineterminator": "X"}, {"quoting": csv.QUOTE_ALL}, {"quotechar": "'"}, {"delimiter": "\u20ac"}, {"escapechar": "\\", "doublequote": False}):
    csv.writer(out, **options).writerow(["plain", "with,comma", "with \"quote\"", "line\nend", "X", "\u20ac", 1, 2.5, None, ""])
print(ascii(out.getvalue()))
