# expect-exit: 1
# expect-error: Outer.Inner: nested
class Outer:
    class Inner(Exception):
        pass
raise Outer.Inner("nested")
