import socket
import threading

with socket.create_server(("127.0.0.1", 0)) as server:
    def answer():
        connection, address = server.accept()
        with connection, connection.makefile("rw") as stream:
            for line in stream:
                stream.write(line.upper())
                stream.flush()

    thread = threading.Thread(target=answer)
    thread.start()
    with socket.create_connection(server.getsockname()) as client, client.makefile("rw") as stream:
        for word in ("one", "two", "grün"):
            stream.write(word + "\n")
            stream.flush()
            print(stream.readline(), end="")
    thread.join()
a, b = socket.socketpair()
a.sendall(b"hello")
buffer = bytearray(10)
print(b.recv_into(buffer), buffer)
a.shutdown(socket.SHUT_WR)
print(b.recv(10), a.family, a.type)
a.close()
b.close()
print(a.fileno(), b._closed)
