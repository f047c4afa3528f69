# An iterator's end is an event: RAISE where its method raised StopIteration, STOP_ITERATION where a generator returned.
import sys
m=sys.monitoring
E=m.events
m.use_tool_id(0,"t")
log=[]
for n in ("STOP_ITERATION","RAISE","PY_RETURN","PY_YIELD"):
    m.register_callback(0,getattr(E,n),lambda *a,n=n: log.append((n, a[0].co_name, repr(a[2]))) if a[0].co_name != "__iter__" else None)
class It:
    def __init__(self): self.n=0
    def __iter__(self): return self
    def __next__(self):
        self.n+=1
        if self.n>2: raise StopIteration
        return self.n
def gen():
    yield 1
    return 5
def gen2():
    yield 1
def f():
    for x in It(): pass
def g():
    for x in gen(): pass
def g2():
    for x in gen2(): pass
def h():
    r = yield from gen()
def k():
    list(It())
def l():
    return [x for x in It()]
def n():
    next(It()); a,b=It()
for fn in (f,g,g2,h,k,l,n):
    log.clear()
    m.set_events(0,E.STOP_ITERATION|E.RAISE|E.PY_RETURN|E.PY_YIELD)
    r=fn()
    if fn is h: list(r)
    m.set_events(0,0)
    print(fn.__name__)
    for e in log: print("   ",*e)
