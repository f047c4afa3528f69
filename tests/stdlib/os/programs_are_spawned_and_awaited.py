import os
import signal

print(os.spawnl(os.P_WAIT, "/bin/sh", "sh", "-c", "exit 3"), os.spawnlp(os.P_WAIT, "sh", "sh", "-c", "kill -9 $$"))
pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit $CODE"], {"CODE": "9"})
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
pid = os.posix_spawnp("sh", ["sh", "-c", "echo spawned"], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 1, 5)])
print(os.WIFEXITED(os.waitpid(pid, 0)[1]))
with os.popen("echo from popen") as pipe:
    print(pipe.read(), end="")
print(os.popen("exit 2").close(), os.system("exit 4") >> 8)
pid = os.fork()
if pid == 0:
    os.execv("/bin/sleep", ["sleep", "60"])
os.kill(pid, signal.SIGTERM)
_, status = os.waitpid(pid, 0)
print(os.WIFSIGNALED(status), os.WTERMSIG(status), os.waitstatus_to_exitcode(status))
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError as error:
    print(error.errno)
