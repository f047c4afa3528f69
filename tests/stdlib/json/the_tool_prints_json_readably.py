# oracle: 3.13
import os
import subprocess
import sys
import tempfile

TEXT = '[1, {"b": 2.50, "a": "\\u00e9\u20ac"}, [], {}, null]'


def run(*options, text=TEXT):
    done = subprocess.run([sys.executable, "-m", "json.tool", *options], input=text.encode(), capture_output=True,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    print([option for option in options if os.sep not in option], done.returncode)
    print(done.stdout.decode(), done.stderr.decode() if done.returncode == 1 else "")


run()
run("--sort-keys", "--indent", "1")
run("--tab")
run("--no-indent", "--no-ensure-ascii")
run("--compact")
run("--json-lines", "--compact", text='{"a": 1}\n[2, 3]\n')
run(text="[1,")
run(text="")
run("--tab", "--compact")
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "x.json")
    with open(name, "w") as file:
        file.write("[1]")
    run(name)
    run(name, name)
    with open(name) as file:
        print(file.read())
