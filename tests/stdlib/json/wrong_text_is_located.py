import json

for text in ("", "{", "[1 2]", '{"a" 1}', '"abc', "[1, x]", '{"a": 1', "nul", "1 2", '"\\q"'):
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        print(repr(text), error)
