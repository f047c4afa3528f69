# presets: 3.9
# assert-only
# timeout: 120
import importlib
import os
import re
import webbrowser

library = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "stdlib")
with open(os.path.join(library, "README.md"), encoding="utf-8") as file:
    text = file.read().split("## Modules of Python 3.13")[1]
with open(os.path.join(library, "absent.def"), encoding="utf-8") as file:
    absent = dict(re.findall(r'ABSENT_MODULE\("(\w+)", "(.*)"\)', file.read()))

whole = re.search(r"Whole:\n\n(.*?)\n\n", text, re.DOTALL)[1].split()
part_table, absent_table = text.split("| part |")[1].split("| absent |")
rows = re.compile(r"^\| ([\w ]+) \| (.+) \|$", re.MULTILINE)
part = [name for name, _ in rows.findall(part_table)]
listed = {name: reason for names, reason in rows.findall(absent_table) for name in names.split()}

assert listed == absent, sorted(set(listed.items()) ^ set(absent.items()))
everything = whole + part + list(absent)
assert len(everything) == len(set(everything)), "named twice"

# antigravity shows a page when it is imported: to nobody, here.
webbrowser.register("blind", None, type("Blind", (webbrowser.BaseBrowser,), {"open": lambda *args: True})(), preferred=True)
for name in whole + part:
    assert importlib.import_module(name).__name__ == name, name
for name, reason in absent.items():
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as e:
        assert str(e) == f"No module named '{name}': {reason}" and e.name == name, e
    else:
        raise AssertionError(f"{name} is there: take it from absent.def and put it into the list of stdlib/README.md")
try:
    import no_such_module
except ModuleNotFoundError as e:
    assert str(e) == "No module named 'no_such_module'", e

# All names that 3.13 documents or lists in sys.stdlib_module_names.
names = """abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd code codecs
codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm
decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc
genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools
json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path
numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty
pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select
selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string
stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter token
tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings wave weakref
webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo""".split()
assert set(names) == set(everything), sorted(set(names) ^ set(everything))
