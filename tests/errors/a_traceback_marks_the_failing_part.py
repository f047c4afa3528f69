# As 3.13: tildes and carets under the failing part of a line.
# expect-exit: 1
# expect-error:     total = first + second["missing"] * 2
# expect-error:                     ~~~~~~^^^^^^^^^^^
# expect-error: KeyError: 'missing'
first, second = 1, {}
total = first + second["missing"] * 2
