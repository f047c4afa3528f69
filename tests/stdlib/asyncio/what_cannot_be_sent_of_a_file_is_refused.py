# sock_sendfile() says what is wrong with its arguments.
import asyncio
import io
import socket
import tempfile


async def main():
    loop = asyncio.get_running_loop()
    stream, other = socket.socketpair()
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for sock in (stream, other, datagrams):
        sock.setblocking(False)
    with tempfile.TemporaryFile() as binary, tempfile.TemporaryFile("w+") as text:
        binary.write(b"0123456789")
        for sock, file, offset, count in ((stream, binary, 0, 0), (stream, binary, 0, "3"), (stream, binary, -1, 3), (stream, binary, "0", 3),
                                          (stream, text, 0, 3), (datagrams, binary, 0, 3)):
            try:
                await loop.sock_sendfile(sock, file, offset, count)
            except (TypeError, ValueError) as error:
                print(type(error).__name__, error)
        binary.flush()
        print(await loop.sock_sendfile(stream, binary, 2, 3), await loop.sock_recv(other, 100))
    for sock in (stream, other, datagrams):
        sock.close()


asyncio.run(main())
