# Where exec() has two namespaces, a name that some function declares global goes to the globals from everywhere.
outside, inside = {}, {}
exec("def f():\n    global x\n    return x\nx = 9\ny = f()\n", outside, inside)
print("x" in outside, "x" in inside, inside["y"])  # expect: True False 9
