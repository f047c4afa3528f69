import difflib
import random

left = "one\ntwo\nthree\n  four <x>\n".splitlines(True)
right = "one\ntwos\n\tthree\nfive & six\n".splitlines(True)
print(difflib.HtmlDiff().make_file(left, right, "A", "B"))
print(difflib.HtmlDiff(wrapcolumn=3).make_table(left, right, "A"))
print(difflib.HtmlDiff().make_table([], [], context=True))
print(difflib.HtmlDiff().make_table([], []))
print("&#8364;" in difflib.HtmlDiff().make_file(["ö\n"], ["€\n"], charset="iso-8859-1"))

# The generator of random numbers is the same everywhere.
chance = random.Random(5)
words = ["a", "b", "the", "fox", "  ", "jumps", "<x>", "&", "\t", ""]


def line():
    return " ".join(chance.choice(words) for _ in range(chance.randrange(7))) + "\n"


for number in range(40):
    old = [line() for _ in range(chance.randrange(25))]
    new = list(old)
    for _ in range(chance.randrange(9)):
        if not new:
            break
        at = chance.randrange(len(new))
        match chance.randrange(4):
            case 0:
                del new[at:at + chance.randrange(1, 4)]
            case 1:
                new.insert(at, line())
            case 2:
                new[at] = line()
            case 3:
                new[at] = new[at][:chance.randrange(len(new[at]))] + "x\n"
    table = difflib.HtmlDiff(chance.choice((8, 4)), chance.choice((None, 3, 10)), chance.choice((None, difflib.IS_LINE_JUNK)))
    print(number, table.make_table(old, new, context=chance.random() < 0.5, numlines=chance.randrange(6)))
