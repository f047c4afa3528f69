"""What test.support asks of CPython's import machinery."""


def _override_frozen_modules_for_tests(override):
    """There are no frozen modules."""


def _override_multi_interp_extensions_check(override):
    """There are no extension modules."""
    return 0
