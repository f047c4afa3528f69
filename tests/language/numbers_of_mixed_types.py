print(1 + 2.5, 3 * 1.5, 2 ** 0.5, 7 // 2.0, True + 1.5, 1 + 2j, 2.5 + 1j, int(3.7), float(3), round(2.567, 1), 10 ** -2)
print(type(1 + 1).__name__, type(1 + 1.0).__name__, type(1 / 1).__name__, type(True + 1).__name__, type(1j * 2).__name__, type(2 ** -1).__name__, type(2 ** 100).__name__)
print(3 == 3.0, 3 < 3.5, 10 ** 20 == 1e20, 2 ** 53 + 1 == 2.0 ** 53, 1e16 + 1, 0.1 + 0.7, 1 - 0.9)
