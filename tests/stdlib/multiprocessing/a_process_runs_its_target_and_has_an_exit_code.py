# assert-only
# timeout: 60
import multiprocessing
import os
import signal
import sys
import time


def put(q, *args, **kwargs):
    q.put((args, kwargs, os.getpid(), os.getppid(), multiprocessing.current_process().name,
           multiprocessing.parent_process().pid))


def end(how):
    if how == "raise":
        sys.stderr = open(os.devnull, "w")
        raise ValueError
    if how == "text":
        sys.stderr = open(os.devnull, "w")
        sys.exit("a text")
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "sleep":
        time.sleep(60)
    sys.exit(how)


class Custom(multiprocessing.Process):
    def __init__(self, q):
        super().__init__()
        self.q = q

    def run(self):
        self.q.put("custom")


if __name__ == "__main__":
    q = multiprocessing.Queue()
    process = multiprocessing.Process(target=put, name="namely", args=(q, 1), kwargs={"k": 2})
    assert process.pid is None and process.exitcode is None and not process.is_alive() and process.name == "namely"
    assert repr(process) == f"<Process name='namely' parent={os.getpid()} initial>"
    process.start()
    args, kwargs, pid, ppid, name, parent = q.get()
    assert args == (1,) and kwargs == {"k": 2} and pid == process.pid and ppid == os.getpid() == parent and name == "namely"
    process.join()
    assert process.exitcode == 0 and not process.is_alive()
    assert repr(process) == f"<Process name='namely' pid={pid} parent={os.getpid()} stopped exitcode=0>"

    for how, code in [(None, 0), (0, 0), (7, 7), ("text", 1), ("raise", 1), ("kill", -signal.SIGKILL)]:
        process = multiprocessing.Process(target=end, args=(how,))
        process.start()
        process.join()
        assert process.exitcode == code, (how, process.exitcode)

    for method, number in [("terminate", signal.SIGTERM), ("kill", signal.SIGKILL)]:
        process = multiprocessing.Process(target=end, args=("sleep",))
        process.start()
        process.join(0.01)
        assert process.is_alive() and process in multiprocessing.active_children()
        try:
            process.close()
        except ValueError as error:
            assert "while it is still running" in str(error)
        else:
            raise AssertionError("nothing was raised")
        getattr(process, method)()
        process.join()
        assert process.exitcode == -number and process not in multiprocessing.active_children()
        process.close()
        try:
            process.is_alive()
        except ValueError as error:
            assert str(error) == "process object is closed"
        else:
            raise AssertionError("nothing was raised")

    custom = Custom(q)
    custom.start()
    assert q.get() == "custom"
    try:
        custom.start()
    except AssertionError as error:
        assert str(error) == "cannot start a process twice"
    else:
        raise AssertionError("nothing was raised")
    custom.join()
    try:
        multiprocessing.Process().join()
    except AssertionError as error:
        assert str(error) == "can only join a started process"
    else:
        raise AssertionError("nothing was raised")
    assert multiprocessing.active_children() == []
