"""What this machine and this interpreter are, for people to read."""

import os
import sys

from collections import namedtuple

uname_result = namedtuple("uname_result", "system node release version machine")


class uname_result(uname_result):  # noqa: F811
    """What uname() returns; `processor` is looked up when it is asked for, so that it costs nothing otherwise."""

    __slots__ = ()

    @property
    def processor(self):
        """The processor, or an empty string."""
        return ""

    def __iter__(self):
        yield from super().__iter__()
        yield self.processor

    @classmethod
    def _make(cls, iterable):
        values = list(iterable)
        return super()._make(values[:5])

    def __getitem__(self, key):
        return tuple(self)[key]

    def __len__(self):
        return 6

    def __reduce__(self):
        return uname_result, tuple(self)[:5]


_uname = None


def uname():
    """Return system, node, release, version, machine and processor."""
    global _uname
    if _uname is None:
        found = os.uname()
        _uname = uname_result(found[0], found[1], found[2], found[3], found[4])
    return _uname


def system():
    """Return the name of the operating system: 'Linux'."""
    return uname().system


def node():
    """Return the name of the machine in the network."""
    return uname().node


def release():
    """Return the release of the system."""
    return uname().release


def version():
    """Return the version of the system's release."""
    return uname().version


def machine():
    """Return the kind of the machine: 'x86_64'."""
    return uname().machine


def processor():
    """Return the processor, or an empty string."""
    return uname().processor


def _file_bits(path):
    # ELF says it in its fifth byte.
    try:
        with open(path, "rb") as file:
            head = file.read(5)
    except OSError:
        return ""
    return {1: "32bit", 2: "64bit"}.get(head[4] if head[:4] == b"\x7fELF" and len(head) > 4 else 0, "")


def architecture(executable=None, bits="", linkage=""):
    """Return the width of pointers and the format of a program (of this one)."""
    executable = sys.executable if executable is None else executable
    found = _file_bits(executable) if executable else ""
    if not bits:
        bits = found or ("64bit" if sys.maxsize > 2 ** 32 else "32bit")
    return bits, linkage or ("ELF" if found else "")


def libc_ver(executable=None, lib="", version="", chunksize=16384):
    """Return the name and version of the C library."""
    if executable is None:
        try:
            text = os.confstr("CS_GNU_LIBC_VERSION")
            name, _, number = text.partition(" ")
            return name, number
        except (AttributeError, ValueError, OSError):
            executable = sys.executable
    if not executable:
        return lib, version
    import re

    with open(executable, "rb") as file:
        found = [tuple(map(int, match.split(b"."))) for match in re.findall(rb"GLIBC_([0-9.]+[0-9])", file.read())]
    if found:
        return "glibc", ".".join(map(str, max(found)))
    return lib, version


def system_alias(system, release, version):
    """Return the three as their makers sell them: SunOS 5 is Solaris 2, win32 is Windows."""
    if system == "SunOS" and release >= "5":
        major, dot, rest = release.partition(".")
        return "Solaris", f"{int(major) - 3}{dot}{rest}" if major.isdigit() else release, version
    return "Windows" if system in ("win32", "win16") else system, release, version


def python_implementation():
    """Return the name of this interpreter."""
    return sys.implementation.name.title()


def python_version():
    """Return the version of the language as text: '3.13.0'."""
    return ".".join(map(str, sys.version_info[:3]))


def python_version_tuple():
    """Return the version of the language as three texts."""
    return tuple(python_version().split("."))


def python_compiler():
    """Return the compiler that made the interpreter."""
    start, end = sys.version.rfind("["), sys.version.rfind("]")
    return sys.version[start + 1:end] if 0 <= start < end else ""


def python_build():
    """Return number and date of the build."""
    inside = sys.version.partition("(")[2].partition(")")[0]
    number, _, date = inside.partition(",")
    return number.strip(), date.strip()


def python_branch():
    """Return the branch the interpreter was made from: not recorded."""
    return ""


def python_revision():
    """Return the revision the interpreter was made from: not recorded."""
    return ""


def platform(aliased=False, terse=False):
    """Return one line about the system that fits a file name."""
    parts = [system(), release()]
    if not terse:
        parts.append(machine())
        name, number = libc_ver()
        if name:
            parts += ["with", name + number]
    return "-".join(part for part in parts if part).replace(" ", "_").replace("/", "-").replace(":", "-")


def freedesktop_os_release():
    """Return what /etc/os-release says about the distribution."""
    import errno
    import re

    for path in ("/etc/os-release", "/usr/lib/os-release"):
        try:
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        except OSError:
            continue
        values = {"NAME": "Linux", "ID": "linux", "PRETTY_NAME": "Linux"}
        for line in lines:
            match = re.match(r"""^([a-zA-Z0-9_]+)=(["']?)(.*)\2$""", line)
            if match:
                values[match[1]] = re.sub(r"""\\([\\$"'`])""", r"\1", match[3])
        return values
    raise OSError(errno.ENOENT, f"Unable to read files /etc/os-release, /usr/lib/os-release")


def win32_ver(release="", version="", csd="", ptype=""):
    """Return the defaults: this is not Windows."""
    return release, version, csd, ptype


def win32_edition():
    """Return None: this is not Windows."""
    return None


def win32_is_iot():
    """Return False: this is not Windows."""
    return False


def mac_ver(release="", versioninfo=("", "", ""), machine=""):
    """Return the defaults: this is not macOS."""
    return release, versioninfo, machine


def java_ver(release="", vendor="", vminfo=("", "", ""), osinfo=("", "", "")):
    """Return the defaults: this is not Java."""
    return release, vendor, vminfo, osinfo


if __name__ == "__main__":
    print(platform(terse="terse" in sys.argv or "--terse" in sys.argv))
