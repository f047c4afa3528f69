import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for address in ("x", ("127.0.0.1",), ("127.0.0.1", 99999), (5, 5), ("127.0.0.1", "x")):
    try:
        s.sendto(b"x", address)
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
s.bind(("127.0.0.1", 0))
t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
t.sendto(b"datagram", s.getsockname())
data, sender = s.recvfrom(100)
print(data, sender[0], sender[1] == t.getsockname()[1])
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
print(socket.inet_aton("1.2.3.4"), socket.inet_ntoa(b"\1\2\3\4"), socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, "::1")))
print(socket.htons(1), socket.ntohl(1), socket.gethostbyname("127.0.0.1"))
try:
    socket.getaddrinfo("127.0.0.1", "no such service")
except socket.gaierror as error:
    print(error.errno == socket.EAI_SERVICE, isinstance(error, OSError))
for function, argument in ((socket.inet_aton, "x"), (socket.htons, -1), (socket.htons, 70000)):
    try:
        function(argument)
    except (OSError, OverflowError) as error:
        print(type(error).__name__, error)
s.close()
t.close()
