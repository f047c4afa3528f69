"""The classes of `queue` that are native elsewhere, under the name by which pickles know them."""

from queue import Empty, SimpleQueue

__all__ = ["Empty", "SimpleQueue"]
