def check(command):
    match command.split():
        case ["go", ("north" | "south") as direction]:
            return direction
        case ["take", *things] if things:
            return things
        case [verb, *_] as words:
            return verb, len(words)
        case nothing:
            return nothing
for c in ("go north", "go west", "take a b", "take", ""):
    print(check(c))
match 5:
    case x if x > 10:
        print("big")
    case x:
        print("small", x)
match = {"match": 1}
case = match["match"]
print(match, case)
match 1:
    case 2:
        print("no case matches, nothing happens")
