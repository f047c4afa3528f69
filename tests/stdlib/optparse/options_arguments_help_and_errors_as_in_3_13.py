from optparse import *
import sys

def run(p, args):
    try:
        o, a = p.parse_args(args)
        print(o, a)
    except SystemExit as e:
        print("exit", e.code)
    sys.stderr.flush()
sys.stderr = sys.stdout

def make(**k):
    p = OptionParser(usage="usage: %prog [options] arg1 arg2", version="%prog 1.0", prog="prog", **k)
    p.add_option("-f", "--file", dest="filename", help="write report to FILE", metavar="FILE")
    p.add_option("-q", "--quiet", action="store_false", dest="verbose", default=True, help="don't print status messages to stdout")
    p.add_option("-n", type="int", dest="num", default=5, help="number [default: %default] and a very long text that must wrap around at the end of the line, twice even, so it goes on")
    p.add_option("--mode", type="choice", choices=["a", "bb"], default="a")
    p.add_option("-p", "--point", type="float", nargs=2)
    p.add_option("-a", action="append")
    p.add_option("-v", action="count", default=0)
    p.add_option("--very-long-option-name-here", help="hm")
    p.add_option("--hidden", help=SUPPRESS_HELP)
    p.add_option("--const", action="store_const", const=42, dest="c")

    def cb(option, opt, value, parser, *a):
        print("cb", option, opt, value, a)
        parser.values.x = value
    p.add_option("-x", action="callback", callback=cb, type="string", callback_args=(1, 2))
    g = OptionGroup(p, "Dangerous Options", "Caution: use these options at your own risk.  It is believed that some of them bite.")
    g.add_option("-g", action="store_true", help="Group option.")
    p.add_option_group(g)
    return p
p = make(description="A desc of %prog " * 10, epilog="The end " * 20)
for args in (["-f", "x", "-q", "y"], ["-fx", "--mode=bb", "z", "-vvv"], ["--mode", "c"], ["-n", "0x1f", "-n", "abc"], ["-p", "1", "2.5", "--", "-q"], ["-p", "1"], ["--ver"], ["--ve"], ["--nope"], ["-z"], ["-h"], ["--version"], ["--quiet=3"], ["-a", "1", "-a2"], ["-xfoo"], ["--const", "-g"], ["-n", "012"], ["-n", "0b11"]):
    run(p, args)
p.disable_interspersed_args()
run(p, ["a", "-q"])
p = make(formatter=TitledHelpFormatter())
print(p.format_help())
p = OptionParser(conflict_handler="resolve", prog="x")
p.add_option("-h", "--hey", help="hey")
p.print_help()
for bad in (lambda: Option(), lambda: Option("x"), lambda: Option("-"), lambda: Option("---x"), lambda: Option("-x", action="zz"), lambda: Option("-x", type="zz"), lambda: Option("-x", choices=["a"], type="int"), lambda: Option("-x", type="choice"), lambda: Option("-x", bad=1), lambda: Option("-x", action="callback"), lambda: Option("-x", callback=3), lambda: Option("-x", callback_args=()), lambda: Option("-x", const=3), lambda: Option("-x", action="store_true", nargs=2), lambda: make().add_option("-f"), lambda: make().add_option(3), lambda: make().remove_option("-Q"), lambda: Option("-x", type="choice", choices="abc"), lambda: OptionParser(conflict_handler="q"), lambda: Option("-x", action="store_true", type="int")):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(p.get_option("--help"), p.has_option("-h"), p.get_option("-h"), p.defaults)
v = Values({"a": 1})
print(v == {"a": 1}, v, v.ensure_value("b", 3))
