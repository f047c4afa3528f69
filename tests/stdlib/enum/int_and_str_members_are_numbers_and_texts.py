import enum


class Number(enum.IntEnum):
    ONE = 1
    TWO = 2


class Word(enum.StrEnum):
    HELLO = enum.auto()


print(Number.ONE + 1, Number.TWO > Number.ONE, f"{Number.TWO}", repr(Number.ONE), [10, 20][Number.ONE])
print(Word.HELLO, Word.HELLO.upper(), repr(Word.HELLO), Word.HELLO == "hello")
