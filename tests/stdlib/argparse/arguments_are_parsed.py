import argparse

parser = argparse.ArgumentParser(prog="prog")
parser.add_argument("file")
parser.add_argument("rest", nargs="*")
parser.add_argument("-v", "--verbose", action="store_true")
parser.add_argument("-n", "--number", type=int, default=3)
parser.add_argument("--mode", choices=["a", "b"])
print(parser.parse_args(["f", "x", "y", "-v", "--number=5", "--mode", "a"]))
print(parser.parse_known_args(["f", "--other"]))
