import string

template = string.Template("$who owes ${what} $$5")
print(template.substitute(who="Ann", what="Bob"), template.safe_substitute(who="Ann"), template.get_identifiers())
try:
    template.substitute(who="Ann")
except KeyError as error:
    print(repr(error))
try:
    string.Template("a\n $ b").substitute()
except ValueError as error:
    print(error)
