match = 1
case = 2
type = 3
_ = 4
print(match, case, type, _)
match, case = case, match
print(match + case)
def match(case, type=1):
    return case * type
print(match(2, type=3), match
      (4))
class case:
    type = "attribute"
print(case.type)
match = [10, 20]
print(match[1])
match[0] = 5
print(match)
