# Attributes of code objects, functions, cells and generators: what they hold, what can be assigned, with which words it is refused.
def err(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e)
def f(a, b=2, /, c=3, *d, e=4, **g):
    "doc"
    x = a + 1
    def h(): return x
    return h
c=f.__code__
print(c.co_name,c.co_qualname,c.co_argcount,c.co_posonlyargcount,c.co_kwonlyargcount,c.co_nlocals,hex(c.co_flags),c.co_varnames,c.co_cellvars,c.co_freevars,c.co_names,c.co_firstlineno,c.co_consts[0])
print(type(c.co_code), type(c.co_exceptiontable))
print(len(list(c.co_positions()))==len(c.co_code)//2)
print([l for s,e,l in c.co_lines() if l], list(c.co_lines())[0][0], list(c.co_lines())[-1][1]==len(c.co_code))
r=c.replace(co_name='zz', co_firstlineno=100)
print(r.co_name, r.co_qualname, r.co_firstlineno, r==c, c.replace()==c, hash(c.replace())==hash(c), [l-100 for s,e,l in r.co_lines() if l][:3])
err(c.replace, co_name=1); err(c.replace, foo=1); err(c.replace, 1); print(c.replace(co_filename='x').co_filename); err(c.replace,co_consts=[1]); err(c.replace,co_argcount=-1)
import copy
print(copy.replace(c, co_name='q').co_name)
def mk(): 
    def z(a): return a+1
    return z
print(mk().__code__ is mk().__code__, mk().__code__==mk().__code__)
ns={}
exec("def z(a): return a+1",ns); z1=ns['z']; exec("def z(a): return a+1",ns); print(z1.__code__==ns['z'].__code__, hash(z1.__code__)==hash(ns['z'].__code__))
exec("def z(a): return a+2",ns); print(z1.__code__==ns['z'].__code__)
exec("def z(a): return a+1.0",ns); print(z1.__code__==ns['z'].__code__)
err(delattr,c,'co_name'); err(setattr,c,'co_name','x'); err(setattr,c,'zz','x')
print(c<c.replace() if 0 else 'nolt'); err(lambda: c<c)
import types
f.__defaults__=(1,2,3); print(f() is not None); f.__kwdefaults__={'e':9}; f(1)
err(setattr,f,'__defaults__',1); err(setattr,f,'__kwdefaults__',1); err(setattr,f,'__code__',1); err(setattr,f,'__closure__',1); err(setattr,f,'__globals__',1); err(setattr,f,'__builtins__',1); err(setattr,f,'__name__',1); err(setattr,f,'__qualname__',1); err(setattr,f,'__annotations__',1); err(setattr,f,'__dict__',1); err(setattr,f,'__type_params__',1)
for n in ('__defaults__','__kwdefaults__','__code__','__closure__','__globals__','__builtins__','__name__','__qualname__','__annotations__','__dict__','__type_params__','__module__','__doc__'):
    err(delattr,f,n)
print(f.__module__, f.__doc__, f.__defaults__)
def a1(): return 1
def a2(): return 2
a1.__code__=a2.__code__; print(a1(), a1.__name__)
err(setattr,a1,'__code__',f(1,2,3,e=1).__code__)
cell=f(1,2,3,e=1).__closure__[0]; print(cell.cell_contents); cell.cell_contents=50; 
del cell.cell_contents; err(lambda: cell.cell_contents); print(repr(cell).startswith('<cell at 0x'), repr(cell).endswith(': empty>'))
print(types.CellType(1)<types.CellType(2), types.CellType(1)==types.CellType(1), types.CellType()<types.CellType(1)); err(hash,types.CellType(1)); err(types.CellType,1,2); err(types.CellType,x=1)
err(lambda: types.CellType(1)<3)
def gen():
    x = yield 1
    yield from iter([1])
g=gen(); print(g.gi_frame.f_lasti>=0,g.gi_frame.f_lineno,g.gi_running,g.gi_suspended,g.gi_yieldfrom,g.gi_code.co_name); next(g); print(g.gi_frame.f_locals,g.gi_suspended); next(g); print(type(g.gi_yieldfrom).__name__); 
try: next(g)
except StopIteration: pass
print(g.gi_frame,g.gi_suspended,g.gi_yieldfrom)
def g2():
    print(me.gi_running, me.gi_frame.f_locals, me.gi_frame.f_lineno, me.gi_frame.f_back.f_code.co_name)
    y=1
    print(me.gi_frame.f_locals)
    yield
me=g2(); next(me)
err(setattr,g,'gi_running',1); err(setattr,g,'gi_frame',1); err(setattr,g,'gi_code',1); err(setattr,g,'gi_yieldfrom',1); err(setattr,g,'__name__',1); err(setattr,g,'__qualname__',1); err(delattr,g,'__name__')
async def co(): 
    await x2
import types
class A:
    def __await__(self): yield 1
x2=A(); k=co(); print(k.cr_await,k.cr_frame.f_lineno,k.cr_running,k.cr_suspended,k.cr_origin); k.send(None); print(type(k.cr_await).__name__,k.cr_suspended); k.close(); print(k.cr_frame)
async def ag(): yield 1
q=ag(); print(q.ag_frame.f_lineno,q.ag_running,q.ag_suspended,q.ag_await,q.ag_code.co_name, hex(q.ag_code.co_flags))
print([n for n in dir(g) if n[0]!='_'],[n for n in dir(k) if n[0]!='_'],[n for n in dir(q) if n[0]!='_'])
try:
    def fail():
        loc=1; raise ValueError
    fail()
except ValueError as e:
    t=e.__traceback__; print(t.tb_next.tb_frame.f_locals, t.tb_lineno, t.tb_next.tb_lasti>0, t.tb_next.tb_frame.f_back is t.tb_frame); t.tb_next.tb_frame.clear(); print(t.tb_next.tb_frame.f_locals)
    t.tb_next=None; print(t.tb_next)
