# As 3.13: the traceback names the module of the standard library.
# expect-exit: 1
# expect-error: NameError: name 'threading' is not defined. Did you forget to import 'threading'?
threading.Thread()
