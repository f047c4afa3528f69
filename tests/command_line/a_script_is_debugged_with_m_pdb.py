from _program import check, folder, run

SCRIPT = """import sys
def divide(x):
    return 1 / x
print(sys.argv[1:])
for word in sys.argv[1:]:
    divide(len(word) - 1)
"""

with folder(script__py=SCRIPT) as where:
    def debug(*arguments, input=""):
        result = run("-m", "pdb", *arguments, input=input, cwd=where, env={"HOME": where})
        result.out = result.out.replace(where + "/", "")
        return result

    done = debug("script.py", "ab", input="b divide\nc\np x\nc\nrun abc d\nc\np x\nq\n")
    check(done.code == 0 and done.out == """> script.py(1)<module>()
-> import sys
(Pdb) Breakpoint 1 at script.py:3
(Pdb) ['ab']
> script.py(3)divide()
-> return 1 / x
(Pdb) 1
(Pdb) The program finished and will be restarted
> script.py(1)<module>()
-> import sys
(Pdb) Restarting script.py with arguments:
\tabc d
The program finished and will be restarted
> script.py(1)<module>()
-> import sys
(Pdb) ['abc', 'd']
> script.py(3)divide()
-> return 1 / x
(Pdb) 2
(Pdb) """, done)

    done = debug("-c", "continue", "script.py", "a", input="p x\nu\np word\nq\n")
    check(done.code == 0 and done.out == """['a']
Uncaught exception. Entering post mortem debugging
Running 'cont' or 'step' will restart the program
> script.py(3)divide()
-> return 1 / x
(Pdb) 0
(Pdb) > script.py(6)<module>()
-> divide(len(word) - 1)
(Pdb) 'a'
(Pdb) """, done)
    check("ZeroDivisionError: division by zero" in done.err, done)

    done = debug("-c", "b 4", "-m", "script", input="c\n")
    check(done.code == 0 and done.out == "Breakpoint 1 at script.py:4\n> script.py(1)<module>()\n-> import sys\n(Pdb) "
          "> script.py(4)<module>()\n-> print(sys.argv[1:])\n(Pdb) \n", done)

done = run("-m", "pdb", "nosuch.py")
check((done.code, done.out) == (1, "Error: nosuch.py does not exist\n"), done)
done = run("-m", "pdb", "-m", "no_such_module")
check(done.code == 1 and done.out.startswith("ImportError: No module named no_such_module"), done)
check(run("-m", "pdb").code == 2, "no script")
