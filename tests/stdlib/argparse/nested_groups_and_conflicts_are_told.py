# Bars stand once between nested exclusive groups; conflicts of commands are ArgumentErrors; old keywords warn.
import argparse
import warnings

warnings.simplefilter("ignore")
for required in (False, True):
    parser = argparse.ArgumentParser(prog="P")
    outer = parser.add_mutually_exclusive_group(required=required)
    outer.add_argument("-a")
    outer.add_argument("-b")
    inner = outer.add_mutually_exclusive_group(required=required)
    inner.add_argument("-c")
    inner.add_argument("-d")
    innermost = inner.add_mutually_exclusive_group(required=required)
    innermost.add_argument("-e")
    innermost.add_argument("-f")
    print(parser.format_usage())
parser = argparse.ArgumentParser(prog="P")
for keywords in ({"type": int}, {"choices": [1]}, {"metavar": "X"}, {}):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        action = parser.add_argument("--" + "".join(keywords or "none"), action=argparse.BooleanOptionalAction, **keywords)
    print(action.type, action.choices, action.metavar, [str(one.message) for one in caught])
commands = parser.add_subparsers()
commands.add_parser("x")
for call in (
    lambda: commands.add_parser("x"), lambda: commands.add_parser("y", aliases=["x"]), lambda: parser.add_subparsers(),
    lambda: parser.add_argument("--"), lambda: parser.add_argument("--type"),
):
    try:
        call()
    except (argparse.ArgumentError, ValueError) as error:
        print(type(error).__name__, error)
parser = argparse.ArgumentParser(prog="P", formatter_class=lambda prog: argparse.HelpFormatter(prog, width=60))
parser.add_argument("--non-breaking", help="help message containing non-breaking\N{NO-BREAK SPACE}spaces shall not wrap at non-breaking\N{NO-BREAK SPACE}spaces")
print(parser.format_help())
