import sys
import unittest

said = []


def setUpModule():
    said.append("setUpModule")
    unittest.addModuleCleanup(said.append, "module cleanup")


def tearDownModule():
    said.append("tearDownModule")


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        said.append(f"setUpClass {cls.__name__}")
        cls.addClassCleanup(said.append, f"class cleanup {cls.__name__}")

    @classmethod
    def tearDownClass(cls):
        said.append(f"tearDownClass {cls.__name__}")

    def setUp(self):
        said.append("  setUp")
        self.addCleanup(said.append, "  cleanup 1")
        self.addCleanup(said.append, "  cleanup 2")

    def tearDown(self):
        said.append("  tearDown")


class First(Base):
    def test_one(self):
        said.append("    one")

    def test_two(self):
        said.append("    two")
        raise ValueError


class Second(Base):
    def setUp(self):
        super().setUp()
        raise ValueError

    def test_three(self):
        said.append("    never")


class Third(Base):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        raise OSError("class")

    def test_four(self):
        said.append("    never")


result = unittest.TestResult()
loader = unittest.TestLoader()
loader.loadTestsFromNames(["First", "Second", "Third"], sys.modules["__main__"]).run(result)
print("\n".join(said))
print(result.testsRun, [str(test) for test, _ in result.errors])
