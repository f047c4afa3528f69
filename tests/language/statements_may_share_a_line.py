a = 1; b = 2; print(a + b);
if a: print("one line if"); print("same branch")
for i in range(2): print(i, end=" "); print("loop")
while a: a -= 1
class C: x = 1; y = 2
def f(): return C.x, C.y
print(f())
try: 1 / 0
except ZeroDivisionError: print("caught")
with open(__file__): pass
if False: pass
elif True: print("elif")
else: print("never")
x = [1,
     2,  # comments and newlines are free inside brackets

     3]
y = 1 + \
    2
print(x, y)
pass; ...; None; "string"
