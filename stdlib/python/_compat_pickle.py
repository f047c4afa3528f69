"""What Python 2 called the modules and names that Python 3 calls otherwise; pickles of the protocols below 3 use the old names.

A table's lines hold an old name and a new one; the first line for a new name says how it is written.
"""


def _pairs(text):
    return [tuple(line.split()) for line in text.strip().splitlines()]


def _names(text):
    """Lines of old module, old name, new module, new name."""
    return {(line[0], line[1]): (line[2], line[3]) for line in _pairs(text)}


# Renamed modules that are written under their old names, too.
_renamed = _pairs("""
    __builtin__ builtins
    copy_reg copyreg
    Queue queue
    SocketServer socketserver
    ConfigParser configparser
    repr reprlib
    tkFileDialog tkinter.filedialog
    tkSimpleDialog tkinter.simpledialog
    tkColorChooser tkinter.colorchooser
    tkCommonDialog tkinter.commondialog
    Dialog tkinter.dialog
    Tkdnd tkinter.dnd
    tkFont tkinter.font
    tkMessageBox tkinter.messagebox
    ScrolledText tkinter.scrolledtext
    Tkconstants tkinter.constants
    ttk tkinter.ttk
    Tkinter tkinter
    markupbase _markupbase
    _winreg winreg
    thread _thread
    dummy_thread _dummy_thread
    dbhash dbm.bsd
    dumbdbm dbm.dumb
    dbm dbm.ndbm
    gdbm dbm.gnu
    xmlrpclib xmlrpc.client
    SimpleXMLRPCServer xmlrpc.server
    httplib http.client
    htmlentitydefs html.entities
    HTMLParser html.parser
    Cookie http.cookies
    cookielib http.cookiejar
    BaseHTTPServer http.server
    test.test_support test.support
    commands subprocess
    urlparse urllib.parse
    robotparser urllib.robotparser
    urllib2 urllib.request
    anydbm dbm
    _abcoll collections.abc
""")
# Those that are only read: several became one.
_merged = _pairs("""
    cPickle pickle
    _elementtree xml.etree.ElementTree
    FileDialog tkinter.filedialog
    SimpleDialog tkinter.simpledialog
    DocXMLRPCServer xmlrpc.server
    SimpleHTTPServer http.server
    CGIHTTPServer http.server
    UserDict collections
    UserList collections
    UserString collections
    whichdb dbm
    StringIO io
    cStringIO io
""")
# Modules that have a half in C now; only written.
_halves = _pairs("""
    bz2 _bz2
    dbm _dbm
    functools _functools
    gdbm _gdbm
    pickle _pickle
""")

IMPORT_MAPPING = dict(_renamed + _merged)
REVERSE_IMPORT_MAPPING = {new: old for old, new in _renamed + _halves}

NAME_MAPPING = _names("""
    __builtin__ xrange builtins range
    __builtin__ reduce functools reduce
    __builtin__ intern sys intern
    __builtin__ unichr builtins chr
    __builtin__ unicode builtins str
    __builtin__ long builtins int
    itertools izip builtins zip
    itertools imap builtins map
    itertools ifilter builtins filter
    itertools ifilterfalse itertools filterfalse
    itertools izip_longest itertools zip_longest
    UserDict IterableUserDict collections UserDict
    UserList UserList collections UserList
    UserString UserString collections UserString
    whichdb whichdb dbm whichdb
    _socket fromfd socket fromfd
    _multiprocessing Connection multiprocessing.connection Connection
    multiprocessing.process Process multiprocessing.context Process
    multiprocessing.forking Popen multiprocessing.popen_fork Popen
    urllib ContentTooShortError urllib.error ContentTooShortError
    urllib getproxies urllib.request getproxies
    urllib pathname2url urllib.request pathname2url
    urllib quote_plus urllib.parse quote_plus
    urllib quote urllib.parse quote
    urllib unquote_plus urllib.parse unquote_plus
    urllib unquote urllib.parse unquote
    urllib url2pathname urllib.request url2pathname
    urllib urlcleanup urllib.request urlcleanup
    urllib urlencode urllib.parse urlencode
    urllib urlopen urllib.request urlopen
    urllib urlretrieve urllib.request urlretrieve
    urllib2 HTTPError urllib.error HTTPError
    urllib2 URLError urllib.error URLError
""")

PYTHON2_EXCEPTIONS = tuple("""
    ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning EOFError
    EnvironmentError Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
    IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError
    OverflowError PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError
    SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
    UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
""".split())
MULTIPROCESSING_EXCEPTIONS = ("AuthenticationError", "BufferTooShort", "ProcessError", "TimeoutError")
# Python 2 has only their base classes.
PYTHON3_OSERROR_EXCEPTIONS = tuple("""
    BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
    FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError
    ProcessLookupError TimeoutError
""".split())
PYTHON3_IMPORTERROR_EXCEPTIONS = ("ModuleNotFoundError",)

for _name in PYTHON2_EXCEPTIONS:
    NAME_MAPPING["exceptions", _name] = ("builtins", _name)
for _name in MULTIPROCESSING_EXCEPTIONS:
    NAME_MAPPING["multiprocessing", _name] = ("multiprocessing.context", _name)

REVERSE_NAME_MAPPING = {new: old for old, new in NAME_MAPPING.items()}
REVERSE_NAME_MAPPING.update({
    (line[0], line[1]): (line[2], line[1]) for line in _pairs("""
        tkinter.filedialog FileDialog FileDialog
        tkinter.filedialog LoadFileDialog FileDialog
        tkinter.filedialog SaveFileDialog FileDialog
        tkinter.simpledialog SimpleDialog SimpleDialog
        xmlrpc.server ServerHTMLDoc DocXMLRPCServer
        xmlrpc.server XMLRPCDocGenerator DocXMLRPCServer
        xmlrpc.server DocXMLRPCRequestHandler DocXMLRPCServer
        xmlrpc.server DocXMLRPCServer DocXMLRPCServer
        xmlrpc.server DocCGIXMLRPCRequestHandler DocXMLRPCServer
        http.server SimpleHTTPRequestHandler SimpleHTTPServer
        http.server CGIHTTPRequestHandler CGIHTTPServer
    """)})
REVERSE_NAME_MAPPING["_functools", "reduce"] = ("__builtin__", "reduce")
REVERSE_NAME_MAPPING["_socket", "socket"] = ("socket", "_socketobject")
for _name in PYTHON3_OSERROR_EXCEPTIONS:
    REVERSE_NAME_MAPPING["builtins", _name] = ("exceptions", "OSError")
for _name in PYTHON3_IMPORTERROR_EXCEPTIONS:
    REVERSE_NAME_MAPPING["builtins", _name] = ("exceptions", "ImportError")

# Names that are only read.
NAME_MAPPING.update(_names("""
    __builtin__ basestring builtins str
    exceptions StandardError builtins Exception
    UserDict UserDict collections UserDict
    socket _socketobject socket SocketType
"""))
del _name
