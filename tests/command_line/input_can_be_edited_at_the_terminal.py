from _program import Terminal, check, prompt

terminal = Terminal("-q")
terminal.expect(prompt())
terminal.enter("name = input('who? ')")
terminal.expect(r"who\? ")
terminal.type("wrld\x1b[D\x1b[D\x1b[Do\n")  # three steps to the left, then the missing letter
terminal.expect(prompt())
terminal.enter("print('hello', name)")
terminal.expect("hello world\r\n")
terminal.expect(prompt())
terminal.end_of_input()
check(terminal.wait() == 0, terminal.everything)
