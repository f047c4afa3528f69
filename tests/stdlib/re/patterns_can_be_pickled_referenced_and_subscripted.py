# A compiled pattern is pickled as what it was made of; it can be weakly referenced; Pattern and Match take type arguments.
import copy
import pickle
import re
import weakref

pattern = re.compile("a+(?P<rest>b)?", re.I)
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    assert pickle.loads(pickle.dumps(pattern, protocol)) == pattern
print(pickle.loads(pickle.dumps(re.compile(b"x", re.S))), copy.deepcopy([pattern])[0] is pattern)
print(weakref.ref(pattern)() is pattern, re.Pattern[str], re.Match[bytes])

# Flags may be given in several groups at the start, behind blanks and comments when they count for nothing.
print(re.compile("(?s)(?i).A").match("\na"), re.fullmatch(" (?x) a", "a", re.VERBOSE), re.fullmatch("#x\n(?x)#y\na", "a", re.VERBOSE))
for wrong in ("a(?i)", " (?x)a", "(?:(?i)a)", "|(?i)a"):
    try:
        re.compile(wrong)
    except re.error as error:
        print(repr(wrong), error)

# Counts of repetitions may be larger than two bytes.
text = "a" * 140000
for expression in (".{65536}", ".{65536,}", ".{70000,90000}", ".{70000,90000}?", "a{131071}", "[ab]{65600}a", "(?:a){65536}", ".{3,70000}b?"):
    print(expression, [(m := re.match(expression, t)) and m.end() for t in (text, text[:65536], text[:65535])])
