def parse(text):
    i = 0
    def skip():
        nonlocal i
        while i < len(text) and text[i] in " \n\t":
            i += 1
    def value():
        nonlocal i
        skip()
        c = text[i]
        if c == "{":
            i += 1
            result = {}
            skip()
            while text[i] != "}":
                key = value()
                skip()
                assert text[i] == ":", f"expected : at {i}"
                i += 1
                result[key] = value()
                skip()
                if text[i] == ",":
                    i += 1
                    skip()
            i += 1
            return result
        if c == "[":
            i += 1
            result = []
            skip()
            while text[i] != "]":
                result.append(value())
                skip()
                if text[i] == ",":
                    i += 1
            i += 1
            return result
        if c == '"':
            end = text.index('"', i + 1)
            result, i = text[i + 1:end], end + 1
            return result
        for word, result in (("true", True), ("false", False), ("null", None)):
            if text.startswith(word, i):
                i += len(word)
                return result
        start = i
        while i < len(text) and text[i] in "-+.eE0123456789":
            i += 1
        number = text[start:i]
        return float(number) if "." in number or "e" in number else int(number)
    return value()
print(parse('{"name": "x", "items": [1, -2.5, 3e2, true, null, {"deep": [[]]}], "empty": {}}'))
try:
    parse('{"a" 1}')
except AssertionError as error:
    print(error)
