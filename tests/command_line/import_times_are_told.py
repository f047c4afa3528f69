import re

from _program import check, run

result = run("-X", "importtime", "-c", "import json.decoder")
lines = result.err.splitlines()
check(lines[0] == "import time: self [us] | cumulative | imported package", result)
check(all(re.fullmatch(r"import time: +\d+ \| +\d+ \| +[\w.]+", line) for line in lines[1:]), result)
check(lines[-1].endswith("| json") or any(line.endswith("|   json.decoder") for line in lines), result)
