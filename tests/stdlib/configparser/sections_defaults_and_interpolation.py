import configparser
import io

parser = configparser.ConfigParser()
parser.read_string("""
[DEFAULT]
home = /home
[paths]
# a comment
data = %(home)s/data
many = one
  two
on = yes
count: 12
""")
print(parser.sections(), parser["paths"]["data"], repr(parser["paths"]["many"]), parser.getboolean("paths", "on"), parser["paths"].getint("count"))
print(parser.get("paths", "none", fallback="?"), dict(parser["paths"]).keys() >= {"home", "data"}, parser.has_option("paths", "HOME"))
parser["new"] = {"a": "1", "b": "%%"}
out = io.StringIO()
parser.write(out)
print(out.getvalue())
for text in ("[a]\n[a]\n", "x=1\n", "[a]\nx=1\nx=2\n", "[a]\nnonsense\n"):
    try:
        configparser.ConfigParser().read_string(text)
    except configparser.Error as e:
        print(type(e).__name__, e)
try:
    parser.get("nowhere", "x")
except configparser.NoSectionError as e:
    print(e)
extended = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), allow_no_value=True)
extended.read_string("[a]\nx = 1\nflag\n[b]\ny = ${a:x}2\n")
print(extended["b"]["y"], extended["a"]["flag"])
