"""What test.support asks of CPython's bytecode."""

ENABLE_SPECIALIZATION = False
