import sys
import types
import unittest


class One(unittest.TestCase):
    def test_b(self):
        pass

    def test_a(self):
        pass

    def helper(self):
        pass


class Two(unittest.TestCase):
    def runTest(self):
        pass


def suite():
    return unittest.TestSuite([One("test_a"), Two()])


module = sys.modules["__main__"]
loader = unittest.TestLoader()
print(loader.getTestCaseNames(One))
print(loader.loadTestsFromModule(module))
for name in ("One", "One.test_b", "suite", "Two"):
    print(loader.loadTestsFromName(name, module))
loader.testNamePatterns = ["*_b"]
print(loader.getTestCaseNames(One))
missing = loader.loadTestsFromName("Three", module)
print(missing, loader.errors[0].splitlines()[-1])
for wrong in (lambda: One("nope"), lambda: unittest.TestSuite([One]), lambda: unittest.TestSuite("One"),
              lambda: loader.loadTestsFromName("module.__name__", types.SimpleNamespace(module=module)),
              lambda: loader.loadTestsFromTestCase(unittest.TestSuite)):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
