# oracle: 3.13
import bdb
import os


class Recorder(bdb.Bdb):
    def tell(self, what, frame, *more):
        if os.path.basename(frame.f_code.co_filename) == os.path.basename(__file__):
            print(what, frame.f_code.co_name, frame.f_lineno, *more)

    def user_call(self, frame, argument_list):
        self.tell("call", frame)
        self.set_step()

    def user_line(self, frame):
        self.tell("line", frame)
        self.set_step()

    def user_return(self, frame, return_value):
        self.tell("return", frame, return_value)
        self.set_step()

    def user_exception(self, frame, exc_info):
        self.tell("exception", frame, exc_info[0].__name__)
        self.set_step()

    def do_clear(self, arg):
        print("clear", self.clear_bpbynumber(arg))


def inner(x):
    if x:
        raise ValueError
    return x


def outer():
    inner(0)
    try:
        inner(1)
    except ValueError:
        pass
    return "end"


print(Recorder().runcall(outer))

debugger = Recorder()
print(debugger.set_break(__file__, 33), debugger.set_break(__file__, 34, temporary=True, cond="x == 0"))
print(debugger.set_break(__file__, 10000).endswith("py:10000 does not exist"))
print(debugger.get_file_breaks(__file__), debugger.get_break(__file__, 33), debugger.get_break(__file__, 1))
print(debugger.get_bpbynumber("2").cond, debugger.get_breaks(__file__, 34)[0].temporary)
for wrong in ("", "x", "99"):
    try:
        debugger.get_bpbynumber(wrong)
    except ValueError as error:
        print(error)
print(debugger.clear_bpbynumber(1), debugger.clear_bpbynumber(1), debugger.clear_break(__file__, 34))
print(debugger.clear_all_breaks(), debugger.get_all_breaks())
print(bdb.Bdb(skip=["a.*"]).is_skipped_module("a.b"), bdb.Bdb(skip=["a.*"]).is_skipped_module("b"))


class Quitter(bdb.Bdb):
    def user_line(self, frame):
        self.set_quit()


print(Quitter().runcall(outer), Quitter().runeval("1 + 1"))
print(bdb.Bdb().runeval("2 + 3"), issubclass(bdb.BdbQuit, Exception))
