import shlex

print(shlex.split("a 'b c' \"d\\\"e\" f\\ g # h"), shlex.split("a # b", comments=True))
print(shlex.quote("it's"), shlex.quote("plain-1"), shlex.quote(""), shlex.join(["a", "b c"]))
for text in ("a 'b", "a\\"):
    try:
        shlex.split(text)
    except ValueError as error:
        print(error)
