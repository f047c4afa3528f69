import bisect

numbers = [1, 3, 3, 3, 7]
print(bisect.bisect_left(numbers, 3), bisect.bisect_right(numbers, 3), bisect.bisect(numbers, 0), bisect.bisect(numbers, 9))
bisect.insort(numbers, 5)
bisect.insort_left(numbers, 0)
print(numbers, bisect.bisect_left(numbers, 3, lo=3), bisect.bisect("ABC", 1, key=lambda letter: ord(letter) - 65))
try:
    bisect.bisect(numbers, 1, lo=-1)
except ValueError as error:
    print(error)
