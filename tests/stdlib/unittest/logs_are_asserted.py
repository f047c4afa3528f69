import logging
import unittest

case = unittest.TestCase()
with case.assertLogs() as caught:
    logging.info("one")
    logging.getLogger("a.b").error("two %d", 2)
print(caught.output)
with case.assertLogs("a", level="ERROR") as caught:
    logging.getLogger("a").warning("three")
    logging.getLogger("a").critical("four")
print([record.getMessage() for record in caught.records])
with case.assertNoLogs("a", "ERROR"):
    logging.getLogger("a").info("five")
for context in (case.assertLogs("a"), case.assertNoLogs("a")):
    try:
        with context:
            if context.no_logs:
                logging.getLogger("a").info("six")
    except AssertionError as error:
        print(error)
