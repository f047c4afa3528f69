import os
import tempfile
import time

folder = tempfile.mkdtemp()
log = folder + "/log"


def program(name, code=0):
    with open(os.path.join(folder, name), "w") as file:
        file.write('#!/bin/sh\necho %s "$@" >> %s\nexit %d\n' % (name, log, code))
    os.chmod(os.path.join(folder, name), 0o755)


def said(lines=1):
    """What the programs were told since the last call; those in the background may take a while."""
    text = ""
    for _ in range(1000):
        if os.path.exists(log):
            with open(log) as file:
                text = file.read()
        if text.count("\n") >= lines:
            break
        time.sleep(0.01)
    os.unlink(log)
    return text.replace(folder, "DIR")


for name in ("firefox", "epiphany", "elinks", "lynx", "chromium", "opera", "shower"):
    program(name)
program("w3m", 1)
# The programs need only what the shell has itself.
os.environ.update(PATH=folder, DISPLAY=":9", TERM="x", BROWSER=folder + "/firefox:shower %s:w3m")
for name in ("XDG_CURRENT_DESKTOP", "GNOME_DESKTOP_SESSION_ID", "KDE_FULL_SESSION"):
    os.environ.pop(name, None)
import webbrowser

for name in ("firefox", "epiphany", "elinks", "lynx", "chromium", "opera", "LYNX", folder + "/opera", "lynx -x %s y"):
    browser = webbrowser.get(name)
    print(type(browser).__name__, browser.name.replace(folder, "DIR"), browser.basename, browser.args)
    for new in (0, 1, 2):
        print(browser.open("http://a/?b=%d" % new, new), said().strip())
    browser.open_new("u")
    print(said().strip())
    browser.open_new_tab("v")
    print(said().strip())
print(webbrowser.get("w3m").open("x"), said())
print(webbrowser.open("y"), said())
print(type(webbrowser.get("shower %s &").open("z")), said())
for action in (lambda: webbrowser.get("none"), lambda: webbrowser.get("opera").open("x", 3)):
    try:
        action()
    except webbrowser.Error as error:
        print(error)


class Mine(webbrowser.BaseBrowser):
    def open(self, url, new=0, autoraise=True):
        print("mine", self.name, url, new, autoraise)
        return True


webbrowser.register("mine", Mine)
webbrowser.register("Other", None, Mine("o"))
print(repr(webbrowser.get("MINE").name), webbrowser.get("other").name)
webbrowser.register("first", None, Mine("f"), preferred=True)
print(webbrowser.open("q"), webbrowser.open_new("q"), webbrowser.open_new_tab("q"), webbrowser.get().name)
