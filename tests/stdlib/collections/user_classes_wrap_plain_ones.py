from collections import UserDict, UserList, UserString


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


print(Upper(a=1, b=2), UserList([1, 2]) + [3], UserString("ab").upper() + "c", UserString("ab") == "ab")
