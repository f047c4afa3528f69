import inspect


def generator(): yield
async def coroutine(): pass
async def both(): yield


class Base:
    def method(self):
        """First.

            Indented.
        Last.
        """
        return (1,
2)
    value = 5


class Derived(Base):
    def method(self): pass


made, waiting = generator(), coroutine()
tests = [inspect.isfunction, inspect.ismethod, inspect.isclass, inspect.ismodule, inspect.isgenerator, inspect.isbuiltin,
         inspect.isgeneratorfunction, inspect.iscoroutine, inspect.iscoroutinefunction, inspect.isasyncgenfunction,
         inspect.isawaitable]
for thing in (generator, coroutine, both, made, waiting, Base, Base().method, inspect, len, 3):
    print([test.__name__ for test in tests if test(thing)])
print(inspect.getgeneratorstate(made), inspect.getcoroutinestate(waiting))
next(made)
waiting.close()
print(inspect.getgeneratorstate(made), inspect.getcoroutinestate(waiting))
print(inspect.getdoc(Derived.method))
print(inspect.getsource(Base.method))
print(inspect.getsource(Derived), inspect.getsourcelines(generator))
print([name for name, value in inspect.getmembers(Derived(), inspect.ismethod)], inspect.getmro(Derived))
print(inspect.currentframe().f_lineno, inspect.stack()[0].function, inspect.stack()[0].code_context)
