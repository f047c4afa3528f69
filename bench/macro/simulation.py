# Classes: a town of customers, queues and clerks, driven by events; inheritance, properties, class attributes, super calls.
import heapq
import sys


class Event:
    created = 0

    def __init__(self, time, action):
        Event.created += 1
        self.time = time
        self.number = Event.created
        self.action = action

    def __lt__(self, other):
        if self.time != other.time:
            return self.time < other.time
        return self.number < other.number


class Random:
    MODULUS = 2147483647

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = self.state * 48271 % Random.MODULUS
        return self.state % limit


class Person:
    kind = "person"

    def __init__(self, name):
        self.name = name
        self.served = 0
        self._patience = 50

    @property
    def patience(self):
        return self._patience - self.served

    def effort(self):
        return 1


class Customer(Person):
    kind = "customer"

    def __init__(self, name, wishes):
        super().__init__(name)
        self.wishes = wishes

    def effort(self):
        return super().effort() + self.wishes


class HurriedCustomer(Customer):
    kind = "hurried"

    @property
    def patience(self):
        return super().patience // 2


class Clerk(Person):
    kind = "clerk"

    def __init__(self, name, speed):
        super().__init__(name)
        self.speed = speed
        self.customer = None

    @property
    def is_free(self):
        return self.customer is None

    def time_for(self, customer):
        return max(1, customer.effort() * 6 // self.speed)


class Town:
    def __init__(self, clerks, seed):
        self.random = Random(seed)
        self.clerks = [Clerk("clerk %d" % i, 1 + i % 3) for i in range(clerks)]
        self.queue = []
        self.events = []
        self.now = 0
        self.left = 0
        self.waits = {}

    def at(self, delay, action):
        heapq.heappush(self.events, Event(self.now + delay, action))

    def arrive(self):
        number = len(self.waits) + self.random.below(1000)
        cls = HurriedCustomer if number % 3 == 0 else Customer
        customer = cls("customer %d" % number, self.random.below(5))
        customer.since = self.now
        self.queue.append(customer)
        self.at(1 + self.random.below(4), self.arrive)
        self.serve()

    def serve(self):
        for clerk in self.clerks:
            if not self.queue:
                return
            if clerk.is_free:
                customer = self.queue.pop(0)
                waited = self.now - customer.since
                if waited > customer.patience:
                    self.left += 1
                    continue
                self.waits[waited] = self.waits.get(waited, 0) + 1
                clerk.customer = customer
                self.at(clerk.time_for(customer), lambda clerk=clerk: self.done(clerk))

    def done(self, clerk):
        clerk.served += 1
        clerk.customer.served += 1
        clerk.customer = None
        self.serve()

    def run(self, until):
        self.at(0, self.arrive)
        while self.events and self.now < until:
            event = heapq.heappop(self.events)
            self.now = event.time
            event.action()


town = Town(4, 42)
town.run(int(sys.argv[1]) if len(sys.argv) > 1 else 120000)
print(town.now, Event.created, town.left, sum(town.waits.values()), max(town.waits), [clerk.served for clerk in town.clerks])
