# The bound, the constraints or the default of a type parameter may be a comprehension, lambda or generator expression of its own.
class A[T: [number * 2 for number in range(3)]]: pass
def function[T: ({letter for letter in "ab"}, {1: 2 for _ in "x"}), S = [name for name in ("p", "q")]](): pass
type Alias[T: (lambda: [item for item in (1, 2)])] = list[T]
class Nested[T, S: [(T, number) for number in range(2)]]: pass
class P[**Q = [int for _ in range(2)]]: pass


print(A.__type_params__[0].__bound__)
print([sorted(one) for one in function.__type_params__[0].__constraints__], function.__type_params__[1].__default__)
print(Alias.__type_params__[0].__bound__(), P.__type_params__[0].__default__)
print([(one is Nested.__type_params__[0], number) for one, number in Nested.__type_params__[1].__bound__])
