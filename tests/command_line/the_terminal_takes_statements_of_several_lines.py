from _program import Terminal, check, prompt

terminal = Terminal("-q")
terminal.expect(prompt())
terminal.enter("for i in range(2):")
terminal.expect(r"\.\.\. ")
terminal.enter("    print('line', i)")
terminal.expect(r"\.\.\. ")
terminal.enter("")
terminal.expect(r"line 0\r\nline 1\r\n")
terminal.expect(prompt())
terminal.enter("exit")
check(terminal.wait() == 0, terminal.everything)
