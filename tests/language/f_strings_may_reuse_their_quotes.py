# Needs 3.12 or later.
# expect: a b 1
# expect: nested x
# expect: line one|line two
# expect: \n is here
items = ["a", "b"]
print(f"{" ".join(items)} {1}")
print(f"{f"{f"nested {"x"}"}"}")
print(f"{"|".join([
    "line one",  # a comment inside
    "line two",
])}")
print(f"{r"\n"} is here")
