"""Random operations on streams in memory, and what their corners do: python3 says what is right."""
import copy
import io
import pickle
import random

R = random.Random(5)
def go(make, alphabet, empty):
    for trial in range(300):
        s=make(R)
        log=[]
        for _ in range(R.randint(1,12)):
            op=R.choice(["write","read","readline","seek","tell","truncate","getvalue","next","readlines","writelines","seek2","iter","close" if R.random()<.03 else "tell","pickle"])
            try:
                if op=="write": v=s.write(alphabet(R))
                elif op=="read": v=s.read(R.choice([-1,None,0,1,5]))
                elif op=="readline": v=s.readline(R.choice([-1,None,0,1,3]))
                elif op=="seek": v=s.seek(R.choice([0,1,5,30,-1]))
                elif op=="seek2": v=s.seek(R.choice([0,0,1,-2]),R.choice([1,2,3]))
                elif op=="tell": v=s.tell()
                elif op=="truncate": v=s.truncate(R.choice([None,0,3,50,-1]))
                elif op=="getvalue": v=s.getvalue()
                elif op=="next": v=next(s)
                elif op=="readlines": v=s.readlines(R.choice([-1,2]))
                elif op=="writelines": v=s.writelines([alphabet(R),alphabet(R)])
                elif op=="iter": v=list(s)
                elif op=="close": v=s.close()
                elif op=="pickle": s=pickle.loads(pickle.dumps(s)); v=s.getvalue(),s.tell()
            except Exception as e: v=type(e).__name__+str(e)
            log.append((op,v))
        print(log, s.closed)
go(lambda r: io.StringIO(r.choice(["","a\nb\r\nc\rd","héllo\n","日本\r\n😀"]), newline=r.choice([None,"","\n","\r","\r\n"])), lambda r:"".join(r.choice("ab\n\ré日😀") for _ in range(r.randint(0,6))), "")
go(lambda r: io.BytesIO(r.choice([b"",b"a\nb\r\nc",b"xyz\n\n"])), lambda r:bytes(r.choice(b"ab\n\r") for _ in range(r.randint(0,6))), b"")
class L(io.StringIO):
    def readline(self,*a): return super().readline(*a).upper()
print(list(L("a\nb\n")), L.__mro__[-1])
b=io.BytesIO(b"abc"); m=b.getbuffer(); m[0]=120; print(b.getvalue())
for f in (lambda:b.write(b"long enough to grow"), b.close, lambda:b.truncate(0)):
    try: f()
    except BufferError as e: print(e)
m.release(); b.write(b"q"); print(b.getvalue())
for a in ("x",1,None,b"b"):
    for f in (lambda: io.BytesIO().write(a), lambda: io.StringIO().write(a), lambda: io.StringIO(a), lambda: io.BytesIO(a), lambda: io.StringIO("",newline=a),lambda: io.StringIO("abc").read(a), lambda: io.BytesIO(b"abc").seek(a)):
        try: print(repr(f())[:10])
        except Exception as e: print(type(e).__name__, e)
s=io.StringIO(); s.foo=1; print(pickle.loads(pickle.dumps(s)).foo, copy.copy(s).foo, isinstance(s,io.TextIOBase), isinstance(io.BytesIO(),io.BufferedIOBase), s.readable(), s.isatty(), s.line_buffering, s.encoding, s.errors, s.newlines)
with io.StringIO() as f: print("x",file=f); print(f.getvalue())
try: f.getvalue()
except ValueError as e: print(e)
