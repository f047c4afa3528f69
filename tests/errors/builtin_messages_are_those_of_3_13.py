# As 3.13: older versions word these differently.
# expect: min() iterable argument is empty
# expect: 'int' object has no attribute 'a' and no __dict__ for setting new attributes
# expect: 'object' object has no attribute 'x' and no __dict__ for setting new attributes
# expect: print() got an unexpected keyword argument 'unknown'
# expect: 'str' object has no attribute 'x' and no __dict__ for setting new attributes
# expect: find() argument 1 must be str, not int
# expect: count expected at least 1 argument, got 0
# expect: must assign iterable to extended slice
# expect: replace() takes at least 2 positional arguments (1 given)
# expect: float modulo by zero
# expect: 1.0
calls = """min([])
setattr(1, 'a', 2)
setattr(object(), 'x', 1)
print(1, unknown=2)
setattr('s', 'x', 1)
'abc'.find(1)
'abc'.count()
[1].__setitem__(slice(0, 1), 5)
'a'.replace('a')
1.0 % 0"""
for call in calls.splitlines():
    try:
        print(eval(call))
    except (TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        print(error)
print(sum([0.1] * 10))
