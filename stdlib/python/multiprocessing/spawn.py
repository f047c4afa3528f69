"""What a spawned child is told, and what it does with it."""

import io
import os
import runpy
import sys
import types

from . import process
from .context import reduction, set_spawning_popen

__all__ = ["_main", "freeze_support", "set_executable", "get_executable", "get_preparation_data", "get_command_line",
           "import_main_path"]

WINEXE = False
WINSERVICE = False


def set_executable(executable):
    """Choose the program that children run."""
    global _python_exe
    _python_exe = None if executable is None else os.fsdecode(executable)


def get_executable():
    return _python_exe


set_executable(sys.executable)


def is_forking(argv):
    """Was this program started as a child?"""
    return len(argv) >= 2 and argv[1] == "--multiprocessing-fork"


def freeze_support():
    """Do the child's part, if this program is one; then it ends here."""
    if is_forking(sys.argv):
        arguments = {}
        for argument in sys.argv[2:]:
            name, value = argument.split("=")
            arguments[name] = None if value == "None" else int(value)
        spawn_main(**arguments)
        sys.exit()


def get_command_line(**kwds):
    """The command that starts a child."""
    from .util import _args_from_interpreter_flags
    if getattr(sys, "frozen", False):
        return [sys.executable, "--multiprocessing-fork"] + ["%s=%r" % item for item in kwds.items()]
    program = "from multiprocessing.spawn import spawn_main; spawn_main(%s)"
    program %= ", ".join("%s=%r" % item for item in kwds.items())
    return [get_executable()] + _args_from_interpreter_flags() + ["-c", program, "--multiprocessing-fork"]


def spawn_main(pipe_handle, parent_pid=None, tracker_fd=None):
    """What a spawned child runs: reads from the pipe what it shall do."""
    assert is_forking(sys.argv), "Not forking"
    from . import resource_tracker
    resource_tracker._resource_tracker._fd = tracker_fd
    parent_sentinel = os.dup(pipe_handle)
    sys.exit(_main(pipe_handle, parent_sentinel))


def _main(fd, parent_sentinel):
    with os.fdopen(fd, "rb", closefd=True) as from_parent:
        process.current_process()._inheriting = True
        try:
            prepare(reduction.pickle.load(from_parent))
            self = reduction.pickle.load(from_parent)
        finally:
            del process.current_process()._inheriting
    return self._bootstrap(parent_sentinel)


def _check_not_importing_main():
    if getattr(process.current_process(), "_inheriting", False):
        raise RuntimeError("""
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        """)


def pickled_for_child(popen, process_obj):
    """What a child reads in order to become a process: two pickles, made while `popen` is the one that starts it."""
    message = io.BytesIO()
    set_spawning_popen(popen)
    try:
        for each in (get_preparation_data(process_obj._name), process_obj):
            reduction.dump(each, message)
    finally:
        set_spawning_popen(None)
    return message.getbuffer()


def get_preparation_data(name):
    """What a child needs to look like its parent."""
    _check_not_importing_main()
    data = {"log_to_stderr": False, "authkey": process.current_process().authkey, "name": name,
            "sys_path": [process.ORIGINAL_DIR if entry == "" else entry for entry in sys.path], "sys_argv": sys.argv,
            "orig_dir": process.ORIGINAL_DIR, "dir": os.getcwd()}
    from . import util
    data["log_to_stderr"] = util._log_to_stderr
    if util._logger is not None:
        data["log_level"] = util._logger.getEffectiveLevel()
    context = process.current_process()
    from .context import _default_context
    data["start_method"] = _default_context.get_start_method()
    del context

    # The main module: by name if it has one, else by file.
    main_module = sys.modules["__main__"]
    main_name = getattr(getattr(main_module, "__spec__", None), "name", None)
    if main_name is not None and main_name != "__main__":
        data["init_main_from_name"] = main_name
    else:
        main_path = getattr(main_module, "__file__", None)
        if main_path is not None:
            if not os.path.isabs(main_path) and process.ORIGINAL_DIR is not None:
                main_path = os.path.join(process.ORIGINAL_DIR, main_path)
            data["init_main_from_path"] = os.path.normpath(main_path)
    return data


# Main modules that were replaced; kept alive.
old_main_modules = []


def prepare(data):
    """Make this process look like its parent."""
    if "name" in data:
        process.current_process().name = data["name"]
    if "authkey" in data:
        process.current_process().authkey = data["authkey"]
    if "log_to_stderr" in data and data["log_to_stderr"]:
        from .util import log_to_stderr
        log_to_stderr()
    if "log_level" in data:
        from .util import get_logger
        get_logger().setLevel(data["log_level"])
    if "sys_path" in data:
        sys.path = data["sys_path"]
    if "sys_argv" in data:
        sys.argv = data["sys_argv"]
    if "dir" in data:
        os.chdir(data["dir"])
    if "orig_dir" in data:
        process.ORIGINAL_DIR = data["orig_dir"]
    if "start_method" in data:
        from .context import _default_context
        _default_context.set_start_method(data["start_method"], force=True)
    if "init_main_from_name" in data:
        _fixup_main_from_name(data["init_main_from_name"])
    elif "init_main_from_path" in data:
        _fixup_main_from_path(data["init_main_from_path"])


def _fixup_main_from_name(name):
    current_main = sys.modules["__main__"]
    # The main module of a package: its top level is not guarded by a test of __name__.
    if name == "__main__" or name.endswith(".__main__"):
        return
    if getattr(getattr(current_main, "__spec__", None), "name", None) == name:
        return
    old_main_modules.append(current_main)
    main_module = types.ModuleType("__mp_main__")
    main_module.__dict__.update(runpy.run_module(name, run_name="__mp_main__", alter_sys=True))
    sys.modules["__main__"] = sys.modules["__mp_main__"] = main_module


def _fixup_main_from_path(path):
    current_main = sys.modules["__main__"]
    name = os.path.splitext(os.path.basename(path))[0]
    if name == "ipython":
        return
    if getattr(current_main, "__file__", None) == path:
        return
    old_main_modules.append(current_main)
    main_module = types.ModuleType("__mp_main__")
    main_module.__dict__.update(runpy.run_path(path, run_name="__mp_main__"))
    sys.modules["__main__"] = sys.modules["__mp_main__"] = main_module


def import_main_path(main_path):
    """Import the main module from a file."""
    _fixup_main_from_path(main_path)
