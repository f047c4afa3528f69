"""What tools ask about the bytecode: this interpreter has its own, so the answers are about that."""

__all__ = ["ENABLE_SPECIALIZATION"]

# Whether the interpreter rewrites instructions for the types it meets: it keeps inline caches beside the code instead.
ENABLE_SPECIALIZATION = False
