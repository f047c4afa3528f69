import sqlite3
import sys


def show(action):
    try:
        print(repr(action()))
    except (sqlite3.Error, TypeError, ValueError, MemoryError, ZeroDivisionError) as error:
        print(type(error).__name__, error, getattr(error, "sqlite_errorname", None))


def query(sql, *parameters):
    show(lambda: connection.execute(sql, parameters).fetchall())


def fail(*args):
    raise ZeroDivisionError("failed")


def no_memory():
    raise MemoryError


class Total:
    def __init__(self):
        self.sum = 0

    def step(self, *values):
        self.sum += sum(values)

    def inverse(self, *values):
        self.sum -= sum(values)

    def value(self):
        return self.sum

    def finalize(self):
        return self.sum


connection = sqlite3.connect(":memory:")
connection.create_function("fail", 1, fail)
query("select fail(1)")
connection.create_function("all_of", -1, lambda *args: str(args), deterministic=True)
query("select all_of(), all_of(1, x'00'), all_of('a', null, 1.5)")
connection.create_function("tuple_of", -1, lambda *args: args)
query("select tuple_of(1)")
connection.create_function("big", 0, lambda: 2**70)
query("select big()")
connection.create_function("no_memory", 0, no_memory)
query("select no_memory()")
connection.create_function("inner", 1, lambda x: connection.execute("select ? + 1", (x,)).fetchone()[0])
query("select inner(41)")
show(lambda: connection.create_function("too_many", 200, fail))
connection.create_aggregate("total_of", 1, Total)
query("select total_of(a) from (select 1 a union select 2)")
query("select total_of(a) from (select 1 a) where a = 3")
for name, methods in (("no_step", {"finalize": lambda self: 1}), ("bad_init", {"__init__": fail}),
                      ("bad_step", {"step": fail, "finalize": lambda self: 1}), ("bad_end", {"step": lambda self, x: 0, "finalize": fail}),
                      ("no_end", {"step": lambda self, x: 0})):
    connection.create_aggregate(name, 1, type(name, (), methods))
    query("select %s(1)" % name)
connection.create_window_function("running", 1, Total)
query("select x, running(y) over (order by x rows between 1 preceding and 1 following) "
      "from (select 'a' x, 4 y union select 'b', 5 union select 'c', 3 union select 'd', 8)")
connection.create_window_function("running", 1, None)
query("select running(1) over ()")
connection.create_collation("backwards", lambda a, b: (a < b) - (a > b))
query("select x from (select 'a' x union select 'b') order by x collate backwards")
connection.create_collation("backwards", None)
query("select x from (select 'a' x union select 'b') order by x collate backwards")
show(lambda: connection.create_collation("backwards", 5))

connection.execute("create table q(a)")
for authorizer in (lambda *args: print(args) or sqlite3.SQLITE_OK, lambda *args: sqlite3.SQLITE_DENY, fail, lambda *args: "x"):
    connection.set_authorizer(authorizer)
    query("select a from q")
connection.set_authorizer(None)
calls = []
long_query = "with recursive r(i) as (select 1 union all select i + 1 from r limit 100000) select count(*) from r"
for handler in (lambda: calls.append(1) or len(calls) > 3, fail):
    connection.set_progress_handler(handler, 100)
    query(long_query)
connection.set_progress_handler(None, 100)
query(long_query)
connection.set_trace_callback(lambda text: print("trace", text))
query("select ?, 'x'", 5)
query("insert into q values (?)", 6)
connection.commit()
connection.set_trace_callback(None)
sqlite3.enable_callback_tracebacks(True)
sys.unraisablehook = lambda unraisable: print("unraisable", repr(unraisable.exc_value))
query("select fail(1)")
sqlite3.enable_callback_tracebacks(False)
query("select fail(1)")


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __conform__(self, protocol):
        if protocol is sqlite3.PrepareProtocol:
            return "%d;%d" % (self.x, self.y)

    def __repr__(self):
        return "Point(%d, %d)" % (self.x, self.y)


class Other:
    pass


query("select ?", Point(1, 2))
query("select ?", Other())
sqlite3.register_adapter(Other, lambda other: "other")
query("select ?", Other())
sqlite3.register_converter("point", lambda data: Point(*map(int, data.split(b";"))))
connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
connection.execute("create table places(p point, n number(10))")
connection.execute("insert into places values (?, ?)", (Point(4, 5), 3))
query("select * from places")
query("""select p as "q [point]", '1;2' as "r [POINT]", null as "n [point]" from places""")
print(connection.execute('select p as "q [point]" from places').description)
print(sqlite3.adapt(5, sqlite3.PrepareProtocol, 7))
show(lambda: sqlite3.adapt(5))
