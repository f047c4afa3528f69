import io, traceback
def fails():
    raise ValueError("text")
try:
    fails()
except ValueError as error:
    lines = traceback.format_exception(error)
    print(lines[0].strip(), lines[-1].strip(), len(lines) >= 3)
    print(traceback.format_exception_only(error), traceback.format_exc().splitlines()[-1])
    frames = traceback.extract_tb(error.__traceback__)
    print([(f.name, f.lineno, f.line) for f in frames])
    out = io.StringIO()
    traceback.print_exception(error, file=out)
    print(out.getvalue().splitlines()[-1])
    print(error.__traceback__.tb_frame.f_code.co_name, error.__traceback__.tb_lineno, error.__traceback__.tb_next.tb_lineno, error.__traceback__.tb_next.tb_next)
