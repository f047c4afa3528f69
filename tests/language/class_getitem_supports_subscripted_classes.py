class Box:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"
print(Box[int.__name__], Box[1, 2])
class Plain:
    pass
try:
    Plain[int]
except TypeError as error:
    print(error)
class Meta(type):
    def __getitem__(cls, item):
        return "meta " + item
class WithMeta(metaclass=Meta):
    def __class_getitem__(cls, item):
        return "not asked"
print(WithMeta["x"])
print(list[int], dict[str, int], tuple[int, ...])
