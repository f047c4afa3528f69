text = ("one " 'two '
        """three """ r"\four")
print(text)
print("a" "b" * 2, "x" "%s" % "y")
print(b"one" b"two")
print(f"{1}" "{2}" f"{3}")
