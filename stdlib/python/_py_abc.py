"""The metaclass of abstract base classes in Python; abc has no other."""

from abc import ABCMeta, get_cache_token

__all__ = ["ABCMeta", "get_cache_token"]
