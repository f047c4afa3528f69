from _program import check, folder, run

with folder(script__py="x = 1\nprint(x is 1)\nassert (x, 'text')\nprint('\\d')\n") as path:
    result = run(path + "/script.py")
    check(result.out == "True\n\\d\n", result)
    for text in ('script.py:2: SyntaxWarning: "is" with \'int\' literal. Did you mean "=="?\n  print(x is 1)\n',
                 "script.py:3: SyntaxWarning: assertion is always true, perhaps remove parentheses?\n  assert (x, 'text')\n",
                 "script.py:4: SyntaxWarning: invalid escape sequence '\\d'\n  print('\\d')\n"):
        check(text in result.err, result)
    result = run("-W", "error", path + "/script.py")
    check(result.code == 1 and result.out == "" and "SyntaxError: invalid escape sequence '\\d'" in result.err, result)
    check(run("-W", "ignore", path + "/script.py").err == "", "ignored")
