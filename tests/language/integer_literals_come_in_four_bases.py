print(0b1010, 0o17, 0xFF, 1_000_000, 0b_1111_0000, 0x_dead_beef, 0)
print(0B11, 0O7, 0Xab, 00, 0_0)
print(123456789012345678901234567890)
for text in ("012", "1__0", "0b12", "0o8", "0xg", "1_", "0b"):
    try:
        eval(text)
        print(text, "accepted")
    except SyntaxError as error:
        print(text, type(error).__name__)
