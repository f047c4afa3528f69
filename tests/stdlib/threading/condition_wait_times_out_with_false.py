import threading

condition = threading.Condition()
with condition:
    print(condition.wait(0.01), condition.wait(0), condition.wait(-1))
    print(condition.wait_for(lambda: False, 0.01))
    print(condition.wait_for(lambda: "value", 0.01))
    print(len(condition._waiters))
