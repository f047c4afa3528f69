"""Every help screen and page: at most 80 columns, pages at most 40 lines, each with a command to try."""
import re

from _gilded import gilded

COMMANDS = ["compare", "why", "trace", "bench", "atomic"]
top = gilded("--help").expect().out
for command in COMMANDS + ["explain"]:
    assert "gilded " + command in top, command
    for flag in ("-h", "--help"):
        text = gilded(command, flag).expect().out
        assert all(len(line) <= 80 for line in text.splitlines()), (command, text)
        assert len(text.splitlines()) <= 40
        assert command == "explain" or "examples:" in text
terms = re.findall(r"^  (\S+) ", gilded("explain").expect().out, re.MULTILINE)
assert len(terms) >= 10
for term in terms:
    page = gilded("explain", term).expect().out
    assert len(page.splitlines()) <= 40 and all(len(line) <= 80 for line in page.splitlines()), term
    assert "See it:  gilded " in page
