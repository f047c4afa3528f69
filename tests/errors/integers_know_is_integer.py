# As 3.13: int.is_integer came with 3.12.
# expect: True True
print((7).is_integer(), (-(2 ** 80)).is_integer())
