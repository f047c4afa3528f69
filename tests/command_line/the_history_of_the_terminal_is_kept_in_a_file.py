import pathlib

from _program import Terminal, check, folder, prompt

with folder() as path:
    history = path + "/history"
    terminal = Terminal("-q", env={"PYTHON_HISTORY": history})
    terminal.expect(prompt())
    terminal.enter("print('re' + 'called')")
    terminal.expect("recalled\r\n")
    terminal.expect(prompt())
    terminal.enter("exit()")
    check(terminal.wait() == 0, terminal.everything)
    check("print('re' + 'called')\n" in pathlib.Path(history).read_text(), terminal.everything)
    terminal = Terminal("-q", env={"PYTHON_HISTORY": history})
    terminal.expect(prompt())
    terminal.type("\x1b[A\x1b[A\n")  # up, over the exit()
    terminal.expect("recalled\r\n")
    terminal.expect(prompt())
    terminal.end_of_input()
    check(terminal.wait() == 0, terminal.everything)
