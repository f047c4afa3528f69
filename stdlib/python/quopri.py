"""Quoted-printable text, as in mail: bytes that are no printable ASCII become =XX."""

__all__ = ["encode", "decode", "encodestring", "decodestring"]

ESCAPE = b"="
MAXLINESIZE = 76
HEX = b"0123456789ABCDEF"
EMPTYSTRING = b""

from binascii import a2b_qp, b2a_qp


def needsquoting(c, quotetabs, header):
    """Whether a byte must be written as =XX. Blanks and tabs only if `quotetabs`, underscores only in headers."""
    assert isinstance(c, bytes)
    if c in b" \t":
        return quotetabs
    if c == b"_":
        return header
    return c == ESCAPE or not b" " <= c <= b"~"


def quote(c):
    """A byte as =XX."""
    assert isinstance(c, bytes) and len(c) == 1
    return b"=%02X" % c[0]


def encode(input, output, quotetabs, header=False):
    """Encode what the binary file `input` holds into the binary file `output`."""
    output.write(b2a_qp(input.read(), quotetabs=quotetabs, header=header))


def encodestring(s, quotetabs=False, header=False):
    """Encode bytes."""
    return b2a_qp(s, quotetabs=quotetabs, header=header)


def decode(input, output, header=False):
    """Decode what the binary file `input` holds into the binary file `output`; header: _ stands for a blank."""
    output.write(a2b_qp(input.read(), header=header))


def decodestring(s, header=False):
    """Decode bytes."""
    return a2b_qp(s, header=header)


def ishex(c):
    """Whether a byte is a hexadecimal digit."""
    assert isinstance(c, bytes)
    return c in b"0123456789abcdefABCDEF"


def unhex(s):
    """The number that hexadecimal digits stand for."""
    return int(s.decode("ascii"), 16)


def main():
    import getopt
    import sys
    try:
        options, args = getopt.getopt(sys.argv[1:], "td")
    except getopt.error as error:
        sys.stdout = sys.stderr
        print(error)
        print("usage: quopri [-t | -d] [file] ...")
        print("-t: quote tabs")
        print("-d: decode; default encode")
        sys.exit(2)
    names = [option for option, _ in options]
    if "-t" in names and "-d" in names:
        sys.stdout = sys.stderr
        print("-t and -d are mutually exclusive")
        sys.exit(2)
    failed = 0
    for name in args or ["-"]:
        try:
            file = sys.stdin.buffer if name == "-" else open(name, "rb")
        except OSError as error:
            sys.stderr.write("%s: can't open (%s)\n" % (name, error))
            failed = 1
            continue
        try:
            if "-d" in names:
                decode(file, sys.stdout.buffer)
            else:
                encode(file, sys.stdout.buffer, "-t" in names)
        finally:
            if file is not sys.stdin.buffer:
                file.close()
    if failed:
        sys.exit(failed)


if __name__ == "__main__":
    main()
