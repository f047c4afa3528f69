print(..., Ellipsis is ..., type(...).__name__, NotImplemented, type(NotImplemented).__name__)
def f(): ...
print(f(), bool(...), [...][0], {...: 1})
print(None, type(None)() is None, bool(None), None == None)
print(type(...)() is ..., type(NotImplemented)() is NotImplemented)
for statement in ("None = 1", "True = 1", "... = 1", "__debug__ = 1"):
    try:
        compile(statement, "t", "exec")
    except SyntaxError as error:
        print(statement, "refused")
