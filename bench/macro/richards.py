# Classes, methods, attributes and branches: a small operating system passes packets between its tasks.
# The task set and the work of each are those of Martin Richards' benchmark; the two counts that it must end with
# (packets queued, tasks held) show that nothing was left out.
import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
WORK, DEVICE = range(2)
PACKET_SIZE = 4


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.datum = 0
        self.data = [0] * PACKET_SIZE

    def append_to(self, queue):
        """The queue with this packet at its end."""
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, identity, priority, queue):
        self.system = system
        self.identity = identity
        self.priority = priority
        self.queue = queue
        self.has_packet = queue is not None
        self.waits = queue is not None or identity != IDLE
        self.held = False
        system.add(self)

    def is_held_or_waits(self):
        return self.held or (self.waits and not self.has_packet)

    def step(self):
        """Runs with the next packet, if it woke up for one; returns the task that goes on."""
        packet = None
        if self.waits and self.has_packet:
            packet = self.queue
            self.queue = packet.link
            self.waits = False
            self.has_packet = self.queue is not None
        return self.work(packet)

    def receive(self, packet, sender):
        """Takes a packet; the more important of the two tasks goes on."""
        if self.queue is None:
            self.queue = packet
            self.has_packet = True
            if self.priority > sender.priority:
                return self
        else:
            packet.append_to(self.queue)
        return sender

    def wait(self):
        self.waits = True
        return self

    def hold(self):
        self.system.hold_count += 1
        self.held = True
        return self.next

    def release(self, identity):
        task = self.system.tasks[identity]
        task.held = False
        return task if task.priority > self.priority else self

    def send(self, packet):
        target = self.system.tasks[packet.owner]
        self.system.queue_count += 1
        packet.link = None
        packet.owner = self.identity
        return target.receive(packet, self)


class IdleTask(Task):
    def __init__(self, system, identity, priority, rounds):
        super().__init__(system, identity, priority, None)
        self.control = 1
        self.rounds = rounds

    def work(self, packet):
        self.rounds -= 1
        if self.rounds == 0:
            return self.hold()
        if self.control & 1:
            self.control = self.control // 2 ^ 0xD008
            return self.release(DEVICE_B)
        self.control //= 2
        return self.release(DEVICE_A)


class WorkerTask(Task):
    def __init__(self, system, identity, priority, queue):
        super().__init__(system, identity, priority, queue)
        self.destination = HANDLER_A
        self.letter = 0

    def work(self, packet):
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.owner = self.destination
        packet.datum = 0
        for index in range(PACKET_SIZE):
            self.letter = self.letter % 26 + 1
            packet.data[index] = ord("A") + self.letter - 1
        return self.send(packet)


class HandlerTask(Task):
    def __init__(self, system, identity, priority, queue):
        super().__init__(system, identity, priority, queue)
        self.to_do = None
        self.devices = None

    def work(self, packet):
        if packet is not None:
            if packet.kind == WORK:
                self.to_do = packet.append_to(self.to_do)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.to_do
        if work is not None:
            if work.datum >= PACKET_SIZE:
                self.to_do = work.link
                return self.send(work)
            device = self.devices
            if device is not None:
                self.devices = device.link
                device.datum = work.data[work.datum]
                work.datum += 1
                return self.send(device)
        return self.wait()


class DeviceTask(Task):
    def __init__(self, system, identity, priority):
        super().__init__(system, identity, priority, None)
        self.pending = None

    def work(self, packet):
        if packet is None:
            packet = self.pending
            if packet is None:
                return self.wait()
            self.pending = None
            return self.send(packet)
        self.pending = packet
        return self.hold()


class System:
    def __init__(self):
        self.tasks = [None] * 6
        self.newest = None
        self.queue_count = 0
        self.hold_count = 0

    def add(self, task):
        task.next = self.newest
        self.newest = task
        self.tasks[task.identity] = task

    def run(self):
        task = self.newest
        while task is not None:
            task = task.next if task.is_held_or_waits() else task.step()


def packets(owner, kind, count):
    chain = None
    for _ in range(count):
        chain = Packet(chain, owner, kind)
    return chain


def simulate():
    system = System()
    IdleTask(system, IDLE, 0, 10000)
    WorkerTask(system, WORKER, 1000, packets(WORKER, WORK, 2))
    HandlerTask(system, HANDLER_A, 2000, packets(DEVICE_A, DEVICE, 3))
    HandlerTask(system, HANDLER_B, 3000, packets(DEVICE_B, DEVICE, 3))
    DeviceTask(system, DEVICE_A, 4000)
    DeviceTask(system, DEVICE_B, 5000)
    system.run()
    return system.queue_count, system.hold_count


rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 24
for _ in range(rounds):
    counts = simulate()
print(*counts)
