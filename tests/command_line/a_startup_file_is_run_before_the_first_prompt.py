from _program import Terminal, check, folder, prompt

with folder(startup__py="import sys\nready = 'was started'\nsys.ps1 = 'mine> '\n") as path:
    terminal = Terminal("-q", env={"PYTHONSTARTUP": path + "/startup.py"})
    terminal.expect("mine> ")
    terminal.enter("print(ready)")
    terminal.expect("was started\r\n")
    terminal.expect("mine> ")
    terminal.end_of_input()
    check(terminal.wait() == 0, terminal.everything)
