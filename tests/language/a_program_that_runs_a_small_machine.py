program = """
push 10
store n
push 1
store f
label loop
load n
jump_zero end
load f
load n
mul
store f
load n
push 1
sub
store n
jump loop
label end
load f
print
"""
lines = [line.split() for line in program.strip().splitlines()]
labels = {words[1]: i for i, words in enumerate(lines) if words[0] == "label"}
stack, variables, pc, steps = [], {}, 0, 0
while pc < len(lines):
    steps += 1
    match lines[pc]:
        case ["push", number]:
            stack.append(int(number))
        case ["store", name]:
            variables[name] = stack.pop()
        case ["load", name]:
            stack.append(variables[name])
        case ["mul" | "sub" as operation]:
            b, a = stack.pop(), stack.pop()
            stack.append(a * b if operation == "mul" else a - b)
        case ["jump", label]:
            pc = labels[label]
        case ["jump_zero", label] if stack.pop() == 0:
            pc = labels[label]
        case ["jump_zero", _] | ["label", _]:
            pass
        case ["print"]:
            print(stack.pop())
        case words:
            raise ValueError(words)
    pc += 1
print(steps, variables)
