import csv
import io

text = 'name,value\n"quoted, ""twice""",1\n"two\nlines",2\n,\n\n'
print(list(csv.reader(io.StringIO(text, newline=""))))
print(list(csv.DictReader(io.StringIO("a,b\n1,2\n3\n4,5,6\n"), restkey="rest", restval="?")))
print(list(csv.reader(["a\\,b, c"], escapechar="\\", skipinitialspace=True)))
for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting)
    writer.writerow(["a", 1, 2.5, None, "", "x,y", 'q"', "n\nl"])
    writer.writerows([[], [""], ["é"]])
    print(repr(out.getvalue()))
out = io.StringIO()
writer = csv.DictWriter(out, ["a", "b"], dialect="unix")
writer.writeheader()
writer.writerow({"a": 1})
print(repr(out.getvalue()))
for call in (lambda: csv.reader([], delimiter="ab"), lambda: list(csv.reader(['"a"b'], strict=True)), lambda: csv.get_dialect("none"),
             lambda: list(csv.reader([b"a"])), lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"])):
    try:
        call()
    except (csv.Error, TypeError) as e:
        print(type(e).__name__, e)
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter, csv.Sniffer().has_header("name,size\nabc,10\ndef,20\n"), csv.list_dialects())
