"""The logger of asyncio, made when something is first logged: importing logging takes time."""


class _LazyLogger:
    def __getattr__(self, name):
        import logging
        return getattr(logging.getLogger("asyncio"), name)


logger = _LazyLogger()
