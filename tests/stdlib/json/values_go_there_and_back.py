import json

value = {"a": [1, 2.5, None, True, "é\n\"\\"], "b": {}, "c": []}
text = json.dumps(value)
print(text, json.loads(text) == value)
print(json.dumps(value, indent=2))
print(json.dumps({"b": 1, "a": 2}, sort_keys=True), json.dumps("é", ensure_ascii=False), json.dumps([1, 2], separators=(",", ":")))
