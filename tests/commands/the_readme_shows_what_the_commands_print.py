"""The README's transcripts are real: each command in it is run, and prints the same, but for numbers and times.

With --update after the program's path, the transcripts are written anew.
"""
import re
import shlex
import sys

from _gilded import ROOT, gilded

README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ gilded ([^\n]*)\n(.*?)```", re.DOTALL)
ALIKE = 0.7  # of the lines: what a run happens to do differs a little


def run(command):
    outcome = gilded(*shlex.split(command))
    assert outcome.code == 0, (command, outcome.code, outcome.err[-1000:])
    # A trace tells about itself on the other stream.
    text = outcome.err if command.startswith("trace") else outcome.out
    return text.strip("\n") + "\n"


def shape(text):
    """The lines with every figure and unit made alike, and blanks that align columns squeezed."""
    text = re.sub(r"[\d][\d,.]*", "0", text)
    text = re.sub(r"\b0 ?(ns|us|ms|s|k|M|G)\b", "0", text)
    text = re.sub(r"0x[0-9a-f]+", "0x0", text)
    text = re.sub("▇+", "▇", text)
    lines = {re.sub(r"\s+", " ", line).strip() for line in text.splitlines()}
    return {line for line in lines if line}


def main():
    text = README.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) >= 5
    if "--update" in sys.argv:
        def renew(match):
            return "```console\n$ gilded %s\n%s```" % (match.group(1), run(match.group(1)))
        README.write_text(BLOCK.sub(renew, text), encoding="utf-8")
        return
    for command, shown in BLOCK.findall(text):
        expected, got = shape(shown), shape(run(command))
        common = len(expected & got)
        assert common >= ALIKE * len(expected) and common >= ALIKE * len(got), "gilded %s\nonly in the README:\n%s\nonly in the output:\n%s" % (
            command, "\n".join(sorted(expected - got)), "\n".join(sorted(got - expected)))


main()
