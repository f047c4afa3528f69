"""Runs test cases and prints the report without times."""

import io
import re
import sys
import unittest


def report(*classes, **options):
    stream = io.StringIO()
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(cls) for cls in classes)
    result = unittest.TextTestRunner(stream=stream, **options).run(suite)
    text = re.sub(r"\d+\.\d+s", "0.000s", stream.getvalue())
    # Where a marker line stands under the source line is the business of other tests.
    lines = [line for line in text.splitlines() if not re.fullmatch(r"\s*[~^]+\s*", line)]
    print("\n".join(re.sub(r'File ".*[/\\]', 'File "', line) for line in lines))
    return result
