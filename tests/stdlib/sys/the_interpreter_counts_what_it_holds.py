# Counts of objects and interned strings, and the flags of dlopen(), which are kept as they are set.
import sys

held = [[] for _ in range(100000)]
print(sys.getallocatedblocks() > 100000, sys.getallocatedblocks() > sys.getunicodeinternedsize() > 100)
before = sys.getunicodeinternedsize()
names = [sys.intern(f"quite_{i}_new") for i in range(1000)]
print(sys.getunicodeinternedsize() - before >= 1000)
print(sys.getdlopenflags())
sys.setdlopenflags(0x101)
print(sys.getdlopenflags())
print(sys.is_stack_trampoline_active(), sys.deactivate_stack_trampoline())
