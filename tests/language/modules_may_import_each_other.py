import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "_packages"))
import ring_a, ring_b
print(ring_a.both(), ring_b.both(), ring_b.seen_early)
try:
    import ring_from_a
except ImportError as error:
    print("partially initialized module 'ring_from_a'" in str(error), "circular import" in str(error))
