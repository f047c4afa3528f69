import io
import unittest


class Good(unittest.TestCase):
    def test(self):
        pass


class Bad(unittest.TestCase):
    def test(self):
        self.fail()


for arguments in (["Good"], ["Bad"], ["-k", "zzz"], ["Good", "Bad", "-q"], ["--nope"]):
    try:
        import contextlib
        with contextlib.redirect_stderr(io.StringIO()) as stream:
            unittest.main(argv=["prog", *arguments], testLoader=unittest.TestLoader())
    except SystemExit as error:
        print(arguments, error.code)
program = unittest.main(argv=["prog", "Good"], exit=False, testRunner=unittest.TextTestRunner(stream=io.StringIO()))
print(program.result)
