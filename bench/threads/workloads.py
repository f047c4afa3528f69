"""The workloads of `gilded bench`: plain Python that runs unchanged on CPython 3.9 and later.

    python3 bench/threads/workloads.py NAME THREADS SECONDS [INTERVAL]

runs one for so many seconds with so many threads and prints one line of JSON:

    work, unit      what was done in the measured time, in all threads
    seconds, cpu    wall and processor time of it
    shares          work of each thread, for fairness
    p50, p99, max   latencies in seconds, where the workload has any. A stall counts as often as it would have been met by a caller who comes
                    every millisecond: a latency of 5 ms adds 4, 3, 2 and 1 ms, for the calls that could not be made meanwhile
    lost            additions that are missing from the shared counter

INTERVAL is given to sys.setswitchinterval. A tenth of the time is spent warming up first.
"""
import json
import os
import queue
import sys
import tempfile
import threading
import time

SCHEDULE = 0.001  # seconds between the calls of a caller who does not wait for answers


class Run:
    """Threads that work until the time is over; each counts what it does."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.running = True
        self.measuring = False
        self.work = []
        self.latencies = []

    def measure(self, threads, stop=None):
        for thread in threads:
            thread.start()
        time.sleep(self.seconds / 10)
        before = list(self.work)
        del self.latencies[:]
        self.measuring = True
        started, cpu = time.perf_counter(), time.process_time()
        time.sleep(self.seconds)
        shares = [now - then for now, then in zip(self.work, before)]
        elapsed, cpu = time.perf_counter() - started, time.process_time() - cpu
        self.measuring = self.running = False
        if stop:
            stop()
        for thread in threads:
            thread.join()
        result = {"work": sum(shares), "seconds": elapsed, "cpu": cpu, "shares": shares}
        if self.latencies:
            all_of_them = []
            for latency in self.latencies:
                while latency > 0:
                    all_of_them.append(latency)
                    latency = latency - SCHEDULE if latency > SCHEDULE else 0
            all_of_them.sort()
            result["p50"] = all_of_them[len(all_of_them) // 2]
            result["p99"] = all_of_them[min(len(all_of_them) * 99 // 100, len(all_of_them) - 1)]
            result["max"] = all_of_them[-1]
        return result


def workers(run, count, step):
    """Threads that call step(number) again and again; it returns how much it did."""
    def work(number):
        while run.running:
            run.work[number] += step(number)

    run.work = [0] * count
    return [threading.Thread(target=work, args=(number,)) for number in range(count)]


def count_down(n):
    while n > 0:
        n -= 1


def cpu(run, threads):
    def step(number):
        count_down(1000)
        return 1000
    return dict(run.measure(workers(run, threads, step)), unit="iterations")


def cpu_alloc(run, threads):
    class Node:
        def __init__(self, value, following):
            self.value = value
            self.following = following

    def step(number):
        head = None
        for i in range(300):
            head = Node([i, (i, str(i))], head)
        return 300
    return dict(run.measure(workers(run, threads, step)), unit="objects")


counter = 0


def shared(run, threads, lock=None):
    global counter
    counter = 0
    done = [0] * threads

    def plain(number):
        global counter
        for _ in range(200):
            counter += 1
        done[number] += 200
        return 200

    def locked(number):
        global counter
        for _ in range(200):
            with lock:
                counter += 1
        done[number] += 200
        return 200

    result = run.measure(workers(run, threads, locked if lock else plain))
    return dict(result, unit="additions", lost=sum(done) - counter)


def shared_lock(run, threads):
    return shared(run, threads, threading.Lock())


def private(run, threads):
    counters = [{"n": 0} for _ in range(threads)]

    def step(number):
        mine = counters[number]
        for _ in range(200):
            mine["n"] += 1
        return 200
    return dict(run.measure(workers(run, threads, step)), unit="additions")


def io_sleep(run, threads):
    def step(number):
        started = time.perf_counter()
        time.sleep(0.001)
        run.latencies.append(max(time.perf_counter() - started - 0.001, 1e-9))
        return 1
    return dict(run.measure(workers(run, threads, step)), unit="sleeps of 1 ms")


def io_file(run, threads):
    block = b"x" * 4096
    with tempfile.TemporaryDirectory() as directory:
        files = [os.open(os.path.join(directory, str(number)), os.O_RDWR | os.O_CREAT) for number in range(threads)]

        def step(number):
            started = time.perf_counter()
            os.lseek(files[number], 0, 0)
            os.write(files[number], block)
            os.lseek(files[number], 0, 0)
            assert len(os.read(files[number], 4096)) == 4096
            run.latencies.append(time.perf_counter() - started)
            return 1
        result = run.measure(workers(run, threads, step))
        for file in files:
            os.close(file)
    return dict(result, unit="4 KiB writes and reads")


def echo_pair(kind):
    """call(data) -> what came back, serve() for a thread of its own, and close()."""
    if kind == "pipe":
        there, here = os.pipe(), os.pipe()

        def serve():
            while True:
                data = os.read(there[0], 64)
                if data == b"stop":
                    return
                os.write(here[1], data)

        def call(data):
            os.write(there[1], data)
            return os.read(here[0], 64)

        def close():
            os.write(there[1], b"stop")
        return call, serve, close
    import socket
    if kind == "udp":
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.connect(server.getsockname())
        client.settimeout(5)

        def serve():
            while True:
                data, address = server.recvfrom(64)
                if data == b"stop":
                    return
                server.sendto(data, address)
    else:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client = socket.socket()
        client.connect(listener.getsockname())
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server, _ = listener.accept()
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.close()

        def serve():
            while True:
                data = server.recv(64)
                if data == b"stop" or not data:
                    return
                server.sendall(data)

    def call(data):
        client.send(data)
        return client.recv(64)

    def close():
        client.send(b"stop")
    return call, serve, close


def echoes(run, kind, pairs, busy=0):
    calls, threads, closers = [], [], []
    for _ in range(pairs):
        call, serve, close = echo_pair(kind)
        calls.append(call)
        closers.append(close)
        threads.append(threading.Thread(target=serve, daemon=True))

    def step(number):
        started = time.perf_counter()
        calls[number](b"ping")
        run.latencies.append(time.perf_counter() - started)
        return 1

    clients = workers(run, pairs, step)
    other_work = [0] * busy

    def compute(number):
        while run.running:
            count_down(1000)
            if run.measuring:
                other_work[number] += 1000

    burners = [threading.Thread(target=compute, args=(number,)) for number in range(busy)]

    def stop():
        for thread in clients:
            thread.join()
        for close in closers:
            close()
    result = dict(run.measure(threads + clients + burners, stop), unit="round trips")
    if busy:
        result["computed"] = sum(other_work)
    return result


def io_udp(run, threads):
    return echoes(run, "udp", threads)


def io_tcp(run, threads):
    return echoes(run, "tcp", threads)


def io_pipe(run, threads):
    return echoes(run, "pipe", threads)


def mixed(run, threads):
    try:
        import socket
        kind = "udp"
    except ImportError:
        kind = "pipe"
    return echoes(run, kind, 1, threads)


def queue_ping_pong(run, threads):
    pairs = [(queue.Queue(), queue.Queue()) for _ in range(threads)]

    def serve(number):
        there, here = pairs[number]
        while True:
            item = there.get()
            if item is None:
                return
            here.put(item)

    servers = [threading.Thread(target=serve, args=(number,)) for number in range(threads)]

    def step(number):
        there, here = pairs[number]
        started = time.perf_counter()
        there.put(number)
        here.get()
        run.latencies.append(time.perf_counter() - started)
        return 1

    clients = workers(run, threads, step)

    def stop():
        for thread in clients:
            thread.join()
        for there, _ in pairs:
            there.put(None)
    return dict(run.measure(servers + clients, stop), unit="round trips")


def lock_convoy(run, threads):
    lock = threading.Lock()

    def step(number):
        started = time.perf_counter()
        with lock:
            run.latencies.append(time.perf_counter() - started)
            count_down(20)
        count_down(20)
        return 1
    return dict(run.measure(workers(run, threads, step)), unit="turns with the lock")


def start_up(run, threads):
    def nothing():
        pass

    def step(number):
        started = time.perf_counter()
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()
        run.latencies.append(time.perf_counter() - started)
        return 1
    return dict(run.measure(workers(run, threads, step)), unit="threads started and joined")


WORKLOADS = {"cpu": cpu, "cpu-alloc": cpu_alloc, "shared": shared, "shared-lock": shared_lock, "private": private, "io-sleep": io_sleep,
             "io-file": io_file, "io-pipe": io_pipe, "io-udp": io_udp, "io-tcp": io_tcp, "mixed": mixed, "queue": queue_ping_pong,
             "lock-convoy": lock_convoy, "start-up": start_up}


def main(name, threads, seconds, interval=None):
    if interval:
        sys.setswitchinterval(float(interval))
    try:
        result = WORKLOADS[name](Run(float(seconds)), int(threads))
    except (ImportError, AttributeError) as missing:
        result = {"unavailable": str(missing)}
    print(json.dumps(result))


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5) or sys.argv[1] not in WORKLOADS:
        sys.exit("usage: workloads.py %s THREADS SECONDS [INTERVAL]" % "|".join(WORKLOADS))
    main(*sys.argv[1:])
