print(1j, 1 + 2j, -1j, 3 - 0j, complex(1, -2), 1e3j)
z = 3 + 4j
print(z.real, z.imag, abs(z), z.conjugate(), z * z, z / 2, z ** 2)
print(z == 3 + 4j, z != 3, complex("1+2j"), complex(2))
print(z + 1, 1 - z, 2.5 * z, -z, +z)
try:
    z < 1
except TypeError as error:
    print(error)
try:
    int(z)
except TypeError as error:
    print(error)
