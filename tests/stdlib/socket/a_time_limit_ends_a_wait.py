import socket

a, b = socket.socketpair()
a.settimeout(0.05)
try:
    a.recv(1)
except TimeoutError as error:
    print(error, a.gettimeout(), socket.timeout is TimeoutError)
a.setblocking(False)
try:
    a.recv(1)
except BlockingIOError as error:
    print(type(error).__name__, a.getblocking(), a.gettimeout())
for wrong in (-1, "x", float("nan")):
    try:
        a.settimeout(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(0.05)
try:
    server.accept()
except TimeoutError as error:
    print(error)
for one in (a, b, server):
    one.close()
