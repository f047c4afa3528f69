# assert-only
import gc
import threading


class Node:
    pass


root = Node()
root.children = []
stop = threading.Event()


def change():
    while not stop.is_set():
        node = Node()
        node.parent = root
        root.children.append(node)
        if len(root.children) > 50:
            root.children.clear()


threads = [threading.Thread(target=change) for _ in range(2)]
for thread in threads:
    thread.start()
try:
    for _ in range(5):
        assert any(each is root.__dict__ or each is root for each in gc.get_referrers(root.children))
        for each in gc.get_referents(root):
            assert each is not None
        gc.get_referents(root.children)
finally:
    stop.set()
    for thread in threads:
        thread.join()
