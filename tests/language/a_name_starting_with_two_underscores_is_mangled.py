class Bank:
    __secret = 1
    def __init__(self):
        self.__balance = 10
    def show(self):
        return self.__balance + Bank.__secret
    def __hidden(self):
        return "hidden"
    def call(self):
        return self.__hidden()
    __dunder__ = "not mangled"
b = Bank()
print(b.show(), b._Bank__balance, Bank._Bank__secret, b.call(), b.__dunder__)
try:
    b.__balance
except AttributeError as error:
    print(error)
class _Leading:
    __x = 2
print(_Leading._Leading__x)
