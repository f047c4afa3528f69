"""assertLogs() and assertNoLogs()."""

import collections
import logging

from .case import _BaseTestCaseContext

__unittest = True

_LoggingWatcher = collections.namedtuple("_LoggingWatcher", ["records", "output"])


class _CapturingHandler(logging.Handler):
    """Keeps records and their texts."""

    def __init__(self):
        super().__init__()
        self.watcher = _LoggingWatcher([], [])

    def flush(self):
        pass

    def emit(self, record):
        self.watcher.records.append(record)
        self.watcher.output.append(self.format(record))


class _AssertLogsContext(_BaseTestCaseContext):
    """Puts its handler in the place of a logger's own ones for a while."""

    LOGGING_FORMAT = "%(levelname)s:%(name)s:%(message)s"

    def __init__(self, test_case, logger_name, level, no_logs):
        super().__init__(test_case)
        self.logger_name, self.no_logs = logger_name, no_logs
        self.level = logging._nameToLevel.get(level, level) if level else logging.INFO

    def __enter__(self):
        named = self.logger_name
        self.logger = named if isinstance(named, logging.Logger) else logging.getLogger(named)
        capturing = _CapturingHandler()
        capturing.setLevel(self.level)
        capturing.setFormatter(logging.Formatter(self.LOGGING_FORMAT))
        self.watcher = capturing.watcher
        self._former = self._set_up([capturing], self.level, False)
        return None if self.no_logs else self.watcher

    def _set_up(self, handlers, level, propagate):
        """Set up the logger; how it was before."""
        logger = self.logger
        former = logger.handlers, logger.level, logger.propagate
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)
        return former

    def __exit__(self, exc_type, exc_value, tb):
        self._set_up(*self._former)
        if exc_type is not None:
            return False
        if self.no_logs:
            if self.watcher.records:
                self._raiseFailure("Unexpected logs found: {!r}".format(self.watcher.output))
        elif not self.watcher.records:
            self._raiseFailure("no logs of level {} or higher triggered on {}".format(logging.getLevelName(self.level),
                                                                                      self.logger.name))
