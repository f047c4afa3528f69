# A class may have it as an attribute without making a method of it.
import io


class Storage:
    open = open


with Storage().open("/dev/null", mode="rb") as file:
    print(file.read())
print(io.open is open, open, open.__module__)
for arguments in [("/dev/null", "q"), ("/", ), ("/dev/null", "r", 0), ("/dev/null", "rb", -1, "utf-8"), (3.5,), ("a\0b",)]:
    try:
        open(*arguments)
    except (OSError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
