"""Variables whose values belong to a context: each thread has its own, and Context.run() makes another for a call."""

from _contextvars import Context, ContextVar, Token, copy_context

__all__ = ("Context", "ContextVar", "Token", "copy_context")
