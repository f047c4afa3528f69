print(len("x" * 1000000))
text = "y" * 200000
print(text == text + "", text[:3], text[-3:])
print("z" * 5000)
print(*range(2000))
