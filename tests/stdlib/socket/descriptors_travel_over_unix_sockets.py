import os
import socket

a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
reading, writing = os.pipe()
print(socket.send_fds(a, [b"take this"], [writing]))
data, fds, flags, address = socket.recv_fds(b, 100, 4)
print(data, len(fds), flags, fds[0] != writing)
os.write(fds[0], b"through the pipe")
print(os.read(reading, 100))
data, controls, flags, address = (a.send(b"plain"), b.recvmsg(10))[1]
print(data, controls)
for fd in (reading, writing, *fds):
    os.close(fd)
a.close()
b.close()
