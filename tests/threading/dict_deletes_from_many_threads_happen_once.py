import threading
table = dict.fromkeys(range(20000))
removed = []
def work():
    mine = 0
    for i in range(20000):
        if table.pop(i, "gone") is None:
            mine += 1
    removed.append(mine)
threads = [threading.Thread(target=work) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(sum(removed), table)
