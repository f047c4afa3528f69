import io
import logging

stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
logger = logging.getLogger("app.part")
logging.getLogger("app").addHandler(handler)
logging.getLogger("app").setLevel(logging.INFO)
logger.debug("not shown")
logger.info("value %d", 5)
logger.warning("warned")
try:
    1 / 0
except ZeroDivisionError:
    logger.exception("failed")
lines = stream.getvalue().splitlines()
print(lines[:3], lines[-1], logger.getEffectiveLevel(), logger.parent.name)
