import os
import select
import selectors

reading, writing = os.pipe()
poller = select.poll()
poller.register(reading, select.POLLIN)
epoll = select.epoll()
epoll.register(reading, select.EPOLLIN)


def show():
    print(select.select([reading], [writing], [], 0) == ([reading] if ready else [], [writing], []),
          [event for _, event in poller.poll(0)], [event for _, event in epoll.poll(0)])


ready = False
show()
os.write(writing, b"x")
ready = True
show()
for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    with kind() as selector:
        key = selector.register(reading, selectors.EVENT_READ, data="some data")
        print(kind.__name__, [(key.data, events) for key, events in selector.select(0.1)], len(selector.get_map()))
        selector.unregister(reading)
        print(selector.select(0))
for wrong in (lambda: select.select([], [], [], -1), lambda: select.select([-1], [], []), lambda: select.select(["x"], [], []),
              lambda: select.select(5, [], []), lambda: poller.unregister(999), lambda: epoll.poll(0, 0)):
    try:
        wrong()
    except (ValueError, TypeError, KeyError) as error:
        print(type(error).__name__, error)
epoll.close()
print(epoll.closed)
try:
    epoll.fileno()
except ValueError as error:
    print(error)
os.close(reading)
os.close(writing)
