"""Checks JSON text and prints it in a readable form: python -m json.tool [options] [infile [outfile]]."""

import argparse
import json
import sys


def main():
    parser = argparse.ArgumentParser(prog="python -m json.tool", description="Check JSON text and print it in a readable form.")
    parser.add_argument("infile", nargs="?", default="-", help="the file with the text (default: standard input)")
    parser.add_argument("outfile", nargs="?", default=None, help="where to write (default: standard output)")
    parser.add_argument("--sort-keys", action="store_true", default=False, help="order the members of objects by their names")
    parser.add_argument("--no-ensure-ascii", dest="ensure_ascii", action="store_false",
                        help="write characters beyond ASCII as they are")
    parser.add_argument("--json-lines", action="store_true", default=False, help="each line of the input is a text of its own")
    layout = parser.add_mutually_exclusive_group()
    layout.add_argument("--indent", default=4, type=int, help="indent by so many blanks (default: 4)")
    layout.add_argument("--tab", action="store_const", dest="indent", const="\t", help="indent by tabs")
    layout.add_argument("--no-indent", action="store_const", dest="indent", const=None, help="write one line, with blanks")
    layout.add_argument("--compact", action="store_true", help="write one line, without blanks")
    options = parser.parse_args()

    form = {"sort_keys": options.sort_keys, "indent": options.indent, "ensure_ascii": options.ensure_ascii}
    if options.compact:
        form["indent"] = None
        form["separators"] = ",", ":"
    try:
        infile = sys.stdin if options.infile == "-" else open(options.infile, encoding="utf-8")
        with infile:
            values = [json.loads(line) for line in infile] if options.json_lines else [json.load(infile)]
        # The output may be the file that was read: it is opened when all of that is known.
        outfile = sys.stdout if options.outfile is None else open(options.outfile, "w", encoding="utf-8")
        with outfile:
            for value in values:
                json.dump(value, outfile, **form)
                outfile.write("\n")
    except ValueError as error:
        raise SystemExit(error)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError as error:
        raise SystemExit(error.errno)
