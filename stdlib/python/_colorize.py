"""Whether output may have colours, and the sequences that switch them on."""

import os
import sys

COLORIZE = True


class ANSIColors:
    BACKGROUND_YELLOW = "\x1b[43m"
    BOLD_GREEN = "\x1b[1;32m"
    BOLD_MAGENTA = "\x1b[1;35m"
    BOLD_RED = "\x1b[1;31m"
    BLACK = "\x1b[30m"
    GREEN = "\x1b[32m"
    GREY = "\x1b[90m"
    MAGENTA = "\x1b[35m"
    RED = "\x1b[31m"
    RESET = "\x1b[0m"
    YELLOW = "\x1b[33m"


NoColors = ANSIColors()
for name in dir(NoColors):
    if not name.startswith("__"):
        setattr(NoColors, name, "")


def get_colors(colorize=False):
    """Return the sequences, or empty ones where there are no colours."""
    return ANSIColors() if colorize or can_colorize() else NoColors


def can_colorize():
    """Whether the environment and the terminal allow colours."""
    if not sys.flags.ignore_environment:
        if os.environ.get("PYTHON_COLORS") in ("0", "1"):
            return os.environ["PYTHON_COLORS"] == "1"
        if "NO_COLOR" in os.environ:
            return False
    if not COLORIZE:
        return False
    if not sys.flags.ignore_environment:
        if "FORCE_COLOR" in os.environ:
            return True
        if os.environ.get("TERM") == "dumb":
            return False
    if not hasattr(sys.stderr, "fileno"):
        return False
    try:
        return os.isatty(sys.stderr.fileno())
    except OSError:
        return sys.stderr.isatty()
