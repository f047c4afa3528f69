# expect: prompt> got an end of file
try:
    line = input("prompt> ")
    print("got", line)
except EOFError:
    print("got an end of file")
