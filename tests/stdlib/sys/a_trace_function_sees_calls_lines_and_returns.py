# The events of sys.settrace, in the order and with the lines of CPython 3.13.
import sys
def make(base):
    def tracer(frame, event, arg):
        if frame.f_code.co_filename != __file__: return
        a = arg
        if event == 'exception': a = arg[0].__name__
        elif callable(arg): a = getattr(arg,'__name__',arg)
        elif isinstance(arg, CM): a = 'CM'
        elif type(arg).__name__ == 'I': a = 'I'
        print(event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, a)
        return tracer
    return tracer
t = make(0)
def run(f,*a):
    print('---', f.__name__)
    sys.settrace(t)
    try:
        f(*a)
    except Exception as e:
        print('caught', e)
    finally:
        sys.settrace(None)
def ifelse(a):
    if a:
        b = 1
    else:
        b = 2
def loops():
    for i in range(2):
        x = i
    while x:
        x -= 1
    else:
        y = 1
    for i in (1,2):
        if i == 1:
            continue
        break
    [q for q in (1,2)]
def oneline():
    for i in range(2): x = i
    x = 3
def exc():
    try:
        1/0
    except ZeroDivisionError as e:
        x = 1
    finally:
        y = 2
def exc2():
    def inner():
        raise KeyError(1)
    try:
        inner()
    except ValueError:
        pass
    finally:
        z = 1
def gen():
    def g():
        x = yield 1
        yield 2
        return 3
    for q in g():
        pass
    y = 1
def gdel():
    def g():
        yield 1
        return 2
    def h():
        r = yield from g()
        return r
    list(h())
class CM:
    def __enter__(self): return self
    def __exit__(self, *a): return True
def withs():
    with CM() as c:
        x = 1
    with CM():
        raise KeyError
    with CM() as a, CM() as b:
        pass
def match_(x):
    match x:
        case 1:
            return 'a'
        case [a, b]:
            return 'b'
        case _:
            pass
def nested():
    def deco(f):
        return f
    @deco
    @deco
    def q(a=1):
        return a
    class K:
        z = 1
        def m(self): pass
    return q(
        )
def pyiter():
    class I:
        def __iter__(self): return self
        def __next__(self): raise StopIteration
    for x in I():
        pass
    a = 1
def trailing_try():
    try:
        x = 1
    except:
        y = 2
def nested_if(a, b):
    if a:
        if b:
            x = 1
        else:
            x = 2
    elif b:
        x = 3
def cells():
    x = 1
    def g():
        return x
    return g()
def asserts(a):
    assert a, "no"
def boolops(a, b):
    if (a and
        b):
        x = 1
    return (a or
            b)
def tr_finally():
    for i in range(2):
        try:
            continue
        finally:
            x = 1
def ret_finally():
    try:
        return 1
    finally:
        x = 1
def delx():
    x = 1
    del x
    global zz
    zz = 1
    pass
    import os
def multi(a,
          b=1):
    return foo(a,
        b)
def foo(*a): return a
def loopelse():
    for i in ():
        pass
    else:
        z = 1
    while True:
        break
    while 1:
        z += 1
        if z > 2: break
def lam():
    f = lambda: 1
    f()
    return [f() for _ in range(2)]
def genexp():
    return sum(x for x in (1,2))
run(ifelse,1); run(ifelse,0); run(loops); run(oneline); run(exc); run(exc2); run(gen); run(gdel); run(withs)
run(match_,1); run(match_,[1,2]); run(match_,3); run(nested); run(pyiter); run(trailing_try); run(nested_if,1,0); run(nested_if,0,0); run(nested_if,0,1)
run(cells); run(asserts,0); run(asserts,1); run(boolops,0,1); run(boolops,1,1); run(tr_finally); run(ret_finally); run(delx); run(multi,1); run(loopelse); run(lam); run(genexp)
