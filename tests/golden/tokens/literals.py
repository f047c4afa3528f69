numbers = [0, 1_000, 0xFF, 0o17, 0b1, 1., .5, 1e-10, 2j]
strings = 'a' "b\"" r'\d' b'\x00' '''two
lines''' u'ü'
nothing = ...
