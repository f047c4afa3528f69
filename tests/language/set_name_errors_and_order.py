class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("cannot be named " + name)
try:
    class C:
        x = Bad()
except (ValueError, RuntimeError) as error:
    print(type(error).__name__ in ("ValueError", "RuntimeError"))
log = []
class D:
    def __set_name__(self, owner, name):
        log.append(name)
class Base:
    def __init_subclass__(cls):
        log.append("init_subclass " + cls.__name__)
class E(Base):
    b = D()
    a = D()
print(log)
class F:
    pass
F.late = D()
print(log)
