# A quotation mark before a hyphen is no letter: the word stays whole there.
import textwrap

for word in ('eH-"-gWord', "one-two", "a-b-cd", "x-1-yz", "-option", "a-!-bc", "ab--cd", "well-known-'fact'-of"):
    print(textwrap.wrap("start " + word, 8, break_long_words=False))
