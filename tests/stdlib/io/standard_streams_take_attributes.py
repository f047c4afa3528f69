"""sys.stdout is an object like others: what is stored in it stays there, and a write of one's own is what print() calls."""
import sys

sys.stdout.note = "kept"
print(sys.stdout.note, vars(sys.stdout)["note"], hasattr(sys.stderr, "note"))
written = []
sys.stdout.write = written.append
print("a", 1, end="!\n")
del sys.stdout.write
print(written)
