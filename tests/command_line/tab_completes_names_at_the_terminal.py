from _program import Terminal, check, prompt

terminal = Terminal("-q")
terminal.expect(prompt())
terminal.enter("a_long_name = 'the value'")
terminal.expect(prompt())
terminal.type("print(a_lo\t)\n")
terminal.expect("the value\r\n")
terminal.expect(prompt())
terminal.type("a_long_name.startsw\t'the')\n")
terminal.expect("True\r\n")
terminal.expect(prompt())
terminal.end_of_input()
check(terminal.wait() == 0, terminal.everything)
