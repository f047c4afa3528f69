import logging, logging.handlers, logging.config, io, os, tempfile, sys, queue, time, threading, datetime, socketserver, pickle, struct, re
d = tempfile.mkdtemp()
os.chdir(d)
sys.stderr = sys.stdout
log = logging.getLogger("r")
log.propagate = False
log.setLevel(logging.DEBUG)
h = logging.handlers.RotatingFileHandler("rot.log", maxBytes=60, backupCount=2, encoding="utf-8")
log.addHandler(h)
for i in range(12):
    log.info("message %02d é", i)
h.close()
log.removeHandler(h)
print(sorted(os.listdir(".")), [open(f, encoding="utf-8").read() for f in sorted(os.listdir("."))], repr(h).replace(d, "D"))
h = logging.handlers.RotatingFileHandler("n.log", maxBytes=10, backupCount=1, delay=True)
h.namer = lambda n: n + ".bak"
h.rotator = lambda s, t: (print("rotate", os.path.basename(s), os.path.basename(t)), os.rename(s, t))
log.addHandler(h)
log.info("0123456789")
log.info("abc")
h.close()
log.removeHandler(h)
print(sorted(os.listdir(".")))
h = logging.handlers.TimedRotatingFileHandler("t.log", when="S", interval=1, backupCount=1, utc=True)
log.addHandler(h)
log.info("a")
h.rolloverAt = int(time.time()) - 5
log.info("b")
h.close()
log.removeHandler(h)
print(len([f for f in os.listdir(".") if f.startswith("t.log")]), open("t.log").read())
for w in ("H", "D", "MIDNIGHT", "W3"):
    h = logging.handlers.TimedRotatingFileHandler("u.log", when=w, utc=True, delay=True, atTime=datetime.time(12, 30) if w == "MIDNIGHT" else None)
    print(w, h.interval, h.suffix, h.computeRollover(1700000000), h.extMatch.pattern == h.extMatch.pattern)
    h.close()
for f in (lambda: logging.handlers.TimedRotatingFileHandler("u", when="Q"), lambda: logging.handlers.TimedRotatingFileHandler("u", when="W9"), lambda: logging.handlers.TimedRotatingFileHandler("u", when="W"), lambda: logging.handlers.HTTPHandler("h", "u", "PUT")):
    try:
        f()
    except ValueError as e:
        print(e)
s = io.StringIO()
sh = logging.StreamHandler(s)
sh.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
m = logging.handlers.MemoryHandler(3, logging.ERROR, sh)
log.addHandler(m)
log.info("1")
log.info("2")
print(repr(s.getvalue()))
log.error("3")
print(repr(s.getvalue()))
log.info("4")
m.close()
print(repr(s.getvalue()))
log.removeHandler(m)
q = queue.Queue()
qh = logging.handlers.QueueHandler(q)
ql = logging.handlers.QueueListener(q, sh, respect_handler_level=True)
log.addHandler(qh)
ql.start()

def work(n):
    for i in range(3):
        log.info("t%d %d", n, i)
ts = [threading.Thread(target=work, args=(n,)) for n in range(3)]
[t.start() for t in ts]
[t.join() for t in ts]
try:
    1 / 0
except ZeroDivisionError:
    log.exception("boom %s", "x")
while not q.empty():
    time.sleep(0.01)
time.sleep(0.1)
sh.setLevel(logging.CRITICAL)
log.error("hidden")
ql.stop()
sh.setLevel(0)
print(sorted(s.getvalue().replace(os.path.dirname(__file__), "FOLDER").splitlines())[:14], q.empty(), "hidden" in s.getvalue())
log.removeHandler(qh)
got = []

class H(socketserver.StreamRequestHandler):

    def handle(self):
        n = struct.unpack(">L", self.rfile.read(4))[0]
        got.append(logging.makeLogRecord(pickle.loads(self.rfile.read(n))))
srv = socketserver.TCPServer(("127.0.0.1", 0), H)
th = threading.Thread(target=srv.handle_request)
th.start()
so = logging.handlers.SocketHandler(*srv.server_address)
log.addHandler(so)
log.warning("sent %d", 5)
th.join()
so.close()
log.removeHandler(so)
srv.server_close()
print(got[0].getMessage(), got[0].levelname, got[0].name)
w = logging.handlers.WatchedFileHandler("w.log")
log.addHandler(w)
log.info("one")
os.rename("w.log", "w.old")
log.info("two")
w.close()
log.removeHandler(w)
print(open("w.log").read(), open("w.old").read())
b = logging.handlers.BufferingHandler(2)
log.addHandler(b)
log.info("x")
print(len(b.buffer))
log.info("y")
print(len(b.buffer))
log.removeHandler(b)
print(logging.handlers.SysLogHandler.facility_names["local7"], logging.handlers.SysLogHandler.encodePriority(logging.handlers.SysLogHandler, "user", "err"), logging.handlers.DEFAULT_TCP_LOGGING_PORT)

class Fil:

    def __init__(self, word="no"):
        self.word = word

    def filter(self, r):
        return self.word not in r.getMessage()
cfg = {"version": 1, "disable_existing_loggers": False, "formatters": {"f": {"format": "%(name)s|%(levelname)s|%(message)s"}, "b": {"format": "{message}!", "style": "{"}}, "filters": {"fi": {"()": Fil, "word": "skip"}, "nm": {"name": "app"}}, "handlers": {"c": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout", "filters": ["fi"]}, "file": {"class": "logging.handlers.RotatingFileHandler", "filename": "dc.log", "formatter": "b", "level": "WARNING"}, "mem": {"class": "logging.handlers.MemoryHandler", "capacity": 10, "target": "c"}, "q": {"class": "logging.handlers.QueueHandler", "handlers": ["c"]}}, "loggers": {"app": {"handlers": ["c", "file"], "level": "DEBUG", "propagate": False}, "app.mem": {"handlers": ["mem"], "propagate": False}, "qq": {"handlers": ["q"], "level": "INFO", "propagate": False}}, "root": {"level": "ERROR", "handlers": ["c"]}}
logging.config.dictConfig(cfg)
a = logging.getLogger("app")
a.debug("d")
a.warning("w")
a.info("skip me")
logging.getLogger("other").error("root")
logging.getLogger("other").info("no")
logging.getLogger("app.mem").error("mem")
lq = logging.getHandlerByName("q").listener
lq.start()
logging.getLogger("qq").info("queued")
lq.stop()
print(sorted(logging.getHandlerNames()))
logging.shutdown()
print(open("dc.log").read())
for c in ({}, {"version": 2}, {"version": 1, "handlers": {"x": {"class": "nope.X"}}}, {"version": 1, "loggers": {"l": {"handlers": ["zz"]}}}, {"version": 1, "handlers": {"x": {"class": "logging.StreamHandler", "formatter": "zz"}}}, {"version": 1, "root": {"level": "BAD"}}, {"version": 1, "formatters": {"f": {"format": "{x", "style": "{"}}}, {"version": 1, "incremental": True, "handlers": {"nope": {}}}):
    try:
        logging.config.dictConfig(c)
    except Exception as e:
        print(type(e).__name__, e, "<-", e.__cause__)
ini = "[loggers]\nkeys=root,ini\n[handlers]\nkeys=h\n[formatters]\nkeys=f\n[logger_root]\nlevel=WARNING\nhandlers=h\n[logger_ini]\nlevel=DEBUG\nhandlers=h\nqualname=ini.x\npropagate=0\n[handler_h]\nclass=StreamHandler\nlevel=DEBUG\nformatter=f\nargs=(sys.stdout,)\n[formatter_f]\nformat=INI %(name)s %(message)s\n"
logging.config.fileConfig(io.StringIO(ini))
logging.getLogger("ini.x").debug("hello")
logging.getLogger("z").warning("rooted")
a.error("disabled")
try:
    logging.config.fileConfig("nofile.ini")
except FileNotFoundError as e:
    print(e)
