"""Pattern.scanner() and re.Scanner: tokens one after another, groups inside a rule, an empty match, a rest."""
import re

scanner = re.compile(r"(\d+)|(\w+)|\s*").scanner("12 ab  c", 0)
print([(m.span(), m.lastindex) for m in iter(scanner.match, None)], scanner.match(), scanner.pattern.pattern)
scanner = re.compile("b*").scanner("abba")
print([m.span() for m in iter(scanner.search, None)])
print(re.compile("a").scanner("aaaa", 1, 3).search().span())


def number(scanner, text):
    return int(text), scanner.match.span()


lexer = re.Scanner([(r"\d+", number), (r"[a-z]+", lambda s, text: text.upper()), (r"\s+", None), (r"=", "EQ")])
print(lexer.scan("ab = 12 cd!x"), lexer.scan(""), len(lexer.lexicon), lexer.scanner.groups)
