# HTTPConnection.set_tunnel() asks the server that is connected to for a connection to another one.
import http.client
import socket
import threading


def serve(listener, answers, seen):
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as file:
        for answer in answers:
            request = []
            while (line := file.readline()).strip():
                request.append(line.decode().strip())
            seen.append(request)
            connection.sendall(answer)


def run(*answers):
    listener = socket.create_server(("127.0.0.1", 0))
    seen = []
    thread = threading.Thread(target=serve, args=(listener, answers, seen))
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=20)
    connection.set_tunnel("destination.example", 8080, headers={"X-Mine": "1"})
    try:
        connection.request("GET", "/page", headers={"Accept-Encoding": "identity"})
        answer = connection.getresponse()
        print(answer.status, answer.peek(3)[:3], answer.read(), answer.peek())
        try:
            connection.set_tunnel("late.example")
        except RuntimeError as error:
            print(error)
    except OSError as error:
        print(error)
    connection.close()
    thread.join()
    listener.close()
    # 3.11 said HTTP/1.0 here, and no Host.
    print([[line for line in request if not line.startswith(("CONNECT", "Host: destination"))] for request in seen])


run(b"HTTP/1.1 200 Connection established\r\nProxy: yes\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
run(b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
run(b"HTTP/1.1 403 Forbidden\r\n\r\n")
