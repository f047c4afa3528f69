import threading
source = "x = 0\nfor i in range(1000):\n    x += i\nresult.append(x)"
result = []
code = compile(source, "<threaded>", "exec")
threads = [threading.Thread(target=exec, args=(code, {"result": result})) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(result)
threads = [threading.Thread(target=lambda: result.append(eval("sum(range(10))"))) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(result[4:])
