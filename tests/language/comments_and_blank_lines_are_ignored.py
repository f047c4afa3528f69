# a comment
x = 1  # after code

# another


def f():  # after def
    # inside

    return x  # end


print(f())  # "not a string"
print("# not a comment")
if x:
    pass
    # last line of a block
# back at the margin
print(x)
