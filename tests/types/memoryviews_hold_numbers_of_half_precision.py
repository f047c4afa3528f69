b=bytearray(8)
m=memoryview(b).cast('e')
for v in (1.5,-2,1e-8,65504,65519,float('inf'),float('nan'),1e6,"x",None,True,65520.0,-1e9):
    try: m[1]=v; print(v,bytes(b),m[1],m.tolist()[:2])
    except Exception as e: print(v,type(e).__name__,e)
m[1]=1
print(m.format,m.itemsize,len(m),m.tolist(),m==memoryview(b).cast('e'),m==memoryview(b).cast('H'),m[::2].tolist(), m.cast('B').tolist())
m2=memoryview(b).cast('e',[2,2]) if 0 else memoryview(b).cast('@e')
print(m2.format, list(m2), 1.0 in m2, m2[::-1].tolist())
n=memoryview(bytearray(b)).cast('e'); n[0]=float('nan'); print(n==n, n==memoryview(bytes(n)).cast('e'))
try: hash(memoryview(b'12').cast('e'))
except Exception as e: print(type(e),e)
import struct
print(memoryview(struct.pack('3e',1,2,3)).cast('e').tolist())
try: memoryview(b'123').cast('e')
except Exception as e: print(type(e),e)
