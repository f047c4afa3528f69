print(0 or "default", 1 and "value", "" and "never", None or 0 or [])
def explode():
    raise AssertionError
print(1 or explode(), 0 and explode())
print(not 0, not [], not "a", not None)
print((1 and 2) or 3, 1 and (0 or 3), not 1 or 2)
class Flag:
    def __bool__(self):
        print("asked")
        return False
print(bool(Flag()))
flag = Flag()
print((flag and 1) is flag)
