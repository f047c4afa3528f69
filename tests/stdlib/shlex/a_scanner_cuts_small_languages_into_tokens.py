"""Random texts cut by shlex.shlex in all its modes, its stack of sources and the tokens put back: as python3 does it."""
import random
import shlex

choice = random.Random(4)


def tokens(text, posix, punctuation, by_whitespace):
    scanner = shlex.shlex(text, posix=posix, punctuation_chars=punctuation)
    scanner.whitespace_split = by_whitespace
    try:
        return [(token, scanner.lineno) for token in scanner], scanner.state
    except ValueError as error:
        return str(error)


for _ in range(1200):
    text = "".join(choice.choice("ab 'x\"\\#;&|<>().=-\u00e9\n\t~*") for _ in range(choice.randint(0, 14)))
    mode = choice.random() < .5, choice.choice([False, True, ";|", ""]), choice.random() < .4
    print(ascii(text), mode, ascii(tokens(text, *mode)))

scanner = shlex.shlex("a b", "f.txt")
print(scanner.error_leader(), scanner.get_token(), scanner.push_token("q"), scanner.get_token(), scanner.get_token(), repr(scanner.get_token()))
scanner.push_source("x y")
print(list(scanner), scanner.infile, repr(scanner.punctuation_chars), scanner.wordchars)
try:
    scanner.punctuation_chars = "x"
except AttributeError:
    print("punctuation_chars is read-only")
