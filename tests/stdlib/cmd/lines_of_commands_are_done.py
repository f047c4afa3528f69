import cmd
import io


class Shell(cmd.Cmd):
    intro = "welcome"
    prompt = "> "
    use_rawinput = False

    def do_add(self, arg):
        "Add numbers."
        print(sum(map(int, arg.split())), file=self.stdout)

    def do_quit(self, arg):
        return True

    def help_topics(self):
        print("about topics", file=self.stdout)


out = io.StringIO()
Shell(stdin=io.StringIO("add 1 2\n\nhelp\n?add\nhelp topics\nhelp none\nwrong line\n!x\nquit\nadd 1\n"), stdout=out).cmdloop()
print(out.getvalue())
shell = Shell(stdout=out)
print(shell.parseline("add 1 2"), shell.completenames("a"), shell.onecmd("quit"))
