# A file beside the script takes the place of the library's module of that name; a folder without __init__.py does not,
# nor does a file named as a module that is part of the interpreter.
import os
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:

    def write(name, text):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    write("queue.py", "mine = 'a file'\n")
    write("textwrap/__init__.py", "mine = 'a package'\n")
    write("json/__init__.py", "from json.decoder import mine\n")
    write("json/decoder.py", "mine = 'a part of a package'\n")
    write("shlex/notes.txt", "no package\n")
    write("os.py", "mine = 'never'\n")
    write("sys.py", "mine = 'never'\n")
    write("main.py", "import queue, textwrap, json, shlex, os, sys\n"
          "print(queue.mine, '|', textwrap.mine, '|', json.mine, '|', shlex.split('a b'), hasattr(os, 'mine'), hasattr(sys, 'mine'))\n")
    print(subprocess.run([sys.executable, os.path.join(folder, "main.py")], capture_output=True, text=True, cwd="/").stdout)
    print(subprocess.run([sys.executable, "-c", "import queue; print(queue.mine)"], capture_output=True, text=True, cwd=folder).stdout)
    print(subprocess.run([sys.executable, "-I", "-c", "import queue; print(hasattr(queue, 'mine'))"], capture_output=True, text=True, cwd=folder).stdout)
