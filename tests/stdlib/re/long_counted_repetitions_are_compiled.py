"""A counted repetition of a class with thousands of steps: the code is large, the pattern is not."""
import re

label = re.compile(r"\[((?:[^\\\[\]]|\\[\[\]]){0,1000})\]:[ ]*(\S+)?")
print(label.match("[a]: b").groups(), label.match("[" + "x" * 1000 + "]:").span(), label.match("[" + "x" * 1001 + "]:"))
print(label.search("é [ü\\]]: ß").groups())
print(re.compile(rb"(?:[a-c]|xy){5,3000}(\xff)?").fullmatch(b"abcxy" * 700 + b"\xff").span(1))
print(re.sub(r"(?:[ab]|cd){1,2000}!", "<>", "ab!cdcd!" + "a" * 2000 + "!" + "é"))
