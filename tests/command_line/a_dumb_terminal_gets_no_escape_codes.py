import os

from _program import Terminal, check

terminal = Terminal("-q", env={"TERM": "dumb"})
terminal.expect(">>> ")
terminal.enter("1 + 1")
terminal.expect(r"\b2\r\n")
terminal.expect(">>> ")
terminal.end_of_input()
check(terminal.wait() == 0 and "\x1b" not in terminal.everything, terminal.everything)
