try:
    assert 1 == 2, "one is not two"
except AssertionError as error:
    print(repr(error))
try:
    assert []
except AssertionError as error:
    print(repr(error))
try:
    assert False, ("a", 1)
except AssertionError as error:
    print(error.args)
def message():
    print("evaluated only on failure")
    return "late"
assert True, message()
try:
    assert 0, message()
except AssertionError as error:
    print(error)
print(__debug__)
