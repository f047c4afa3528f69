import string

print(string.ascii_letters, string.digits, string.punctuation, repr(string.whitespace))
print(string.capwords("hello  big   world"), string.Formatter().format("{0} {x[1]!r:>5} {}".replace("{} ", "").replace(" {}", ""), 1, x=[2, "a"]))
