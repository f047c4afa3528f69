import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "_packages"))
for _ in range(2):
    try:
        import fails
    except ValueError as error:
        print(error, "fails" in sys.modules)
try:
    import broken_syntax
except SyntaxError as error:
    print(os.path.basename(error.filename), "broken_syntax" in sys.modules)
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as error:
    print(error)
