import threading


def hook(*args):
    return None


print(threading.getprofile(), threading.gettrace())
threading.setprofile(hook)
threading.settrace(hook)
print(threading.getprofile() is hook, threading.gettrace() is hook)
threading.setprofile(None)
threading.settrace(None)
print(threading.getprofile(), threading.gettrace())
