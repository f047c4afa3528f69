from _program import Terminal, check, prompt

terminal = Terminal()
terminal.expect(r'Type "help", "copyright", "credits" or "license" for more information\.')
terminal.expect(prompt())
terminal.enter("6 * 7")
terminal.expect(r"\b42\r\n")
terminal.expect(prompt())
terminal.enter("_ + 1")
terminal.expect(r"\b43\r\n")
terminal.expect(prompt())
terminal.end_of_input()
check(terminal.wait() == 0, terminal.everything)
