"""Shows pages in a browser: a window where there is a display, else a browser for terminals.

    webbrowser.open("https://www.python.org/")

Browsers are looked for on PATH when one is first needed; $BROWSER names others, separated by colons, to be tried before: a name, or a
command with %s where the address goes, with & behind it to let it run. Browsers may be registered and asked for by several threads.
"""

import os
import shlex
import shutil
import subprocess
import sys
import threading

__all__ = ["Error", "open", "open_new", "open_new_tab", "get", "register"]


class Error(Exception):
    """No browser can be had."""


_lock = threading.RLock()
_browsers = {}  # name in lower case: [class, object]
_tryorder = None  # names; None until browsers were looked for
_os_preferred_browser = None


def register(name, klass, instance=None, *, preferred=False):
    """Make a browser known: an object, or a class that makes it. preferred: it is tried before those that are known."""
    with _lock:
        _find_browsers()
        _browsers[name.lower()] = [klass, instance]
        # What the desktop is set to comes first as well.
        if preferred or _os_preferred_browser and f"{name}.desktop" == _os_preferred_browser:
            _tryorder.insert(0, name)
        else:
            _tryorder.append(name)


def get(using=None):
    """The controller of a browser, given by name or command, or of the best that there is."""
    _find_browsers()
    for browser in _tryorder if using is None else [using]:
        if "%s" in browser:
            command = shlex.split(browser)
            if command[-1] == "&":
                return BackgroundBrowser(command[:-1])
            return GenericBrowser(command)
        kind, controller = _browsers.get(browser.lower()) or _variant_of_known(browser)
        if controller is not None:
            return controller
        if kind is not None:
            return kind()
    raise Error("could not locate runnable browser")


def open(url, new=0, autoraise=True):
    """Show a page: in the same window (0), a new window (1) or a new tab (2), as far as the browser can. False: there is no browser."""
    _find_browsers()
    return any(get(name).open(url, new, autoraise) for name in _tryorder)


def open_new(url):
    """Show a page in a new window."""
    return open(url, 1)


def open_new_tab(url):
    """Show a page in a new tab."""
    return open(url, 2)


def _variant_of_known(browser, *, preferred=False):
    """[None, controller] of a path to a known browser; [None, None] if it is none, or not there."""
    words = browser.split()
    if not words or not shutil.which(words[0]):
        return [None, None]
    name = os.path.basename(words[0])
    controller = _browsers.get(name.lower(), [None, None])[1]
    if not controller or name.lower() != controller.basename:
        return [None, None]
    import copy
    controller = copy.copy(controller)
    controller.name, controller.basename = browser, os.path.basename(browser)
    register(browser, None, instance=controller, preferred=preferred)
    return [None, controller]


# --- Kinds of browsers ----------------------------------------------------------------------------------------------------

class BaseBrowser:
    """What all have; open() is theirs."""

    args = ["%s"]

    def __init__(self, name=""):
        self.name = self.basename = name

    def open_new(self, url):
        return self.open(url, 1)

    def open_new_tab(self, url):
        return self.open(url, 2)

    def open(self, url, new=0, autoraise=True):
        raise NotImplementedError


class GenericBrowser(BaseBrowser):
    """A command that shows a page and ends when the reader has enough."""

    def __init__(self, name):
        command = [name, "%s"] if isinstance(name, str) else name
        self.name, self.args = command[0], command[1:]
        self.basename = os.path.basename(self.name)

    def _command(self, url):
        return [self.name, *(argument.replace("%s", url) for argument in self.args)]

    def open(self, url, new=0, autoraise=True):
        try:
            return not subprocess.Popen(self._command(url)).wait()
        except OSError:
            return False


class BackgroundBrowser(GenericBrowser):
    """A command that shows a page in a window of its own, and is left to itself."""

    def open(self, url, new=0, autoraise=True):
        try:
            return subprocess.Popen(self._command(url), start_new_session=True).poll() is None
        except OSError:
            return False


class UnixBrowser(BaseBrowser):
    """A browser whose running window can be told what to show; if none runs, or does not answer, one is started."""

    raise_opts, background, redirect_stdout = None, False, True
    # %s: the address, %action: one of those below; what is empty then is left out.
    remote_args = ["%action", "%s"]
    remote_action = remote_action_newwin = remote_action_newtab = None

    def _invoke(self, args, remote, autoraise, url=None):
        command = [self.name]
        if remote and self.raise_opts and self.raise_opts[int(autoraise)]:
            command.append(self.raise_opts[int(autoraise)])
        quiet = subprocess.DEVNULL if remote or self.background else None
        process = subprocess.Popen(command + args, stdin=quiet, stdout=quiet if self.redirect_stdout else None, stderr=quiet,
                                   start_new_session=True)
        if remote:
            try:
                return not process.wait(5)
            except subprocess.TimeoutExpired:
                # It became the browser instead of telling one.
                return True
        if self.background:
            return process.poll() is None
        return not process.wait()

    def open(self, url, new=0, autoraise=True):
        if new == 0:
            action = self.remote_action
        elif new == 1:
            action = self.remote_action_newwin
        elif new == 2:
            action = self.remote_action_newwin if self.remote_action_newtab is None else self.remote_action_newtab
        else:
            raise Error("Bad 'new' parameter to open(); expected 0, 1, or 2, got %s" % new)
        args = [argument.replace("%s", url).replace("%action", action) for argument in self.remote_args]
        if self._invoke([argument for argument in args if argument], True, autoraise, url):
            return True
        return self._invoke([argument.replace("%s", url) for argument in self.args], False, False)


class Mozilla(UnixBrowser):
    """Firefox and its kin."""

    remote_action, remote_action_newwin, remote_action_newtab = "", "-new-window", "-new-tab"
    background = True


class Epiphany(UnixBrowser):
    """GNOME's."""

    raise_opts = ["-noraise", ""]
    remote_action, remote_action_newwin = "-n", "-w"
    background = True


class Chrome(UnixBrowser):
    """Chrome and its kin."""

    remote_action, remote_action_newwin, remote_action_newtab = "", "--new-window", ""
    background = True


Chromium = Chrome


class Opera(UnixBrowser):
    """Opera."""

    remote_action, remote_action_newwin, remote_action_newtab = "", "--new-window", ""
    background = True


class Edge(UnixBrowser):
    """Edge."""

    remote_action, remote_action_newwin, remote_action_newtab = "", "--new-window", ""
    background = True


class Elinks(UnixBrowser):
    """A browser for terminals that can be told what to show."""

    remote_args = ["-remote", "openURL(%s%action)"]
    remote_action, remote_action_newwin, remote_action_newtab = "", ",new-window", ",new-tab"
    # It draws where the program prints.
    redirect_stdout = False


class Konqueror(BaseBrowser):
    """KDE's, which kfmclient tells what to show."""

    def open(self, url, new=0, autoraise=True):
        # A new window is what kfmclient's openURL gives anyway.
        quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process = subprocess.Popen(["kfmclient", "newTab" if new == 2 else "openURL", url], **quiet)
        except OSError:
            pass
        else:
            process.wait()
            return True
        for command in (["konqueror", "--silent", url], ["kfm", "-d", url]):
            try:
                process = subprocess.Popen(command, start_new_session=True, **quiet)
            except OSError:
                continue
            return process.poll() is None
        return False


# --- Which there are ------------------------------------------------------------------------------------------------------

def register_X_browsers():
    """Make the browsers known that need a display."""
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
    is_gnome = "GNOME" in desktop or "GNOME_DESKTOP_SESSION_ID" in os.environ
    is_kde = "KDE" in desktop or "KDE_FULL_SESSION" in os.environ
    _register_those_there("xdg-open", BackgroundBrowser)
    _register_those_there("gio", lambda name: BackgroundBrowser([name, "open", "--", "%s"]))
    if is_gnome:
        _register_those_there("gvfs-open gnome-open", BackgroundBrowser)
    if is_kde:
        _register_those_there("kfmclient", Konqueror, Konqueror)
    _register_those_there("x-www-browser", BackgroundBrowser)
    _register_those_there("firefox iceweasel seamonkey mozilla-firefox mozilla", Mozilla)
    _register_those_there("kfm" if shutil.which("kfm") else "konqueror", Konqueror, Konqueror)
    _register_those_there("epiphany", Epiphany)
    _register_those_there("google-chrome chrome chromium chromium-browser", Chrome)
    _register_those_there("opera", Opera)
    _register_those_there("microsoft-edge", Edge)


def _register_those_there(names, make, kind=None):
    for name in filter(shutil.which, names.split()):
        register(name, kind, make(name))


def _set_browser_of_desktop():
    global _os_preferred_browser
    try:
        answer = subprocess.check_output(["xdg-settings", "get", "default-web-browser"], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return
    _os_preferred_browser = answer.decode().strip()


def register_standard_browsers():
    """Make the browsers of this machine known."""
    global _tryorder
    _tryorder = []
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        _set_browser_of_desktop()
        register_X_browsers()
    if os.environ.get("TERM"):
        for name in ("www-browser", "links", "elinks", "lynx", "w3m"):
            if shutil.which(name):
                register(name, None, Elinks(name) if name == "elinks" else GenericBrowser(name))
    # Put in front one by one: the first of the list, which comes last, stands before all others.
    for wish in reversed(os.environ.get("BROWSER", "").split(os.pathsep)):
        if wish and _variant_of_known(wish, preferred=True)[1] is None:
            _tryorder.insert(0, wish)


def _find_browsers():
    if _tryorder is None:
        with _lock:
            if _tryorder is None:
                register_standard_browsers()


def parse_args(arg_list):
    """What the command line says."""
    import argparse
    parser = argparse.ArgumentParser(description="Open URL in a web browser.")
    parser.add_argument("url", help="URL to open")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-n", "--new-window", action="store_const", const=1, default=0, dest="new_win", help="open new window")
    where.add_argument("-t", "--new-tab", action="store_const", const=2, default=0, dest="new_win", help="open new tab")
    return parser.parse_args(arg_list)


def main(arg_list=None):
    """python -m webbrowser [-n | -t] ADDRESS"""
    arguments = parse_args(arg_list)
    open(arguments.url, arguments.new_win)


if __name__ == "__main__":
    main()
