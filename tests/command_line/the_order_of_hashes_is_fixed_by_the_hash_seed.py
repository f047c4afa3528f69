from _program import check, run

code = "print([hash(text) for text in ('a', 'bc', b'd')])"
first, second = (run("-c", code, env={"PYTHONHASHSEED": "7"}) for _ in range(2))
check(first.out == second.out, (first, second))
check(run("-c", code, env={"PYTHONHASHSEED": "8"}).out != first.out, first)
