if True:
 print("one space")
 if True:
        print("eight")
        if True:
            print("twelve")
 print("back to one")
def f():
	return "a tab"
print(f())

# a comment at the margin does not end a block
for i in range(1):
    print("in the loop")
# margin
    print("still in the loop")

    # trailing comment
class Empty: ...
print(Empty.__name__)
