import json

try:
    json.dumps({1})
except TypeError as error:
    print(error)
print(json.dumps({1}, default=list))
circle = []
circle.append(circle)
try:
    json.dumps(circle)
except ValueError as error:
    print(error)
