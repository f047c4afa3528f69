# oracle: 3.13
"""Numbers that run into names, brackets that do not match, strings without an end: what CPython's tokenizer makes of them."""
import io
import tokenize

SOURCES = [
    '0.3x^2', '2x', '012', '0_7', '1_', '1__0', '0b12', '0b', '0x', '0xg', '0o8', '0o', '1e', '1e+', '1.5j2', '1if x',
    '0or 1', '09.5', "'abc", '$a', 'a ? b', 'a!', '\xa0', 'a\\', 'a\\ b', '(', '[1)', 'x = )', '\u20ac', '1_000_', '0B1_',
    '5.e3a', '1jx', '0xfor', '0b1and 2', '1else', "f'{a!x}'", "f'{'", '  a\n b\n', "'''abc", '\x0c a', '0_', '00', '0001',
    '0e0', '00.5', '07j', '1 _', 'x\ty', '(\n', '(a\n b', '[\n\n', '{', "f'{a", "f'''{", "f'{a!", "f'{a:", "f'a", "f'''a",
    "x = '''a\n b", "(1,\n'''a", 'a\n  b\n c\n d', '\tx\n        y\n', 'if 1:\n  a\n b', '  a', "'a\\\nb'", '(]', '())', '}',
    "f'{}}'", "f'}'", '1.e', '1.e5_', '1e5_0', '1_j', '0_0', '0__0', '0b_1', '0b1__0', '0x_', '00_', '08', '1.5_', '1._5',
]
for source in SOURCES:
    try:
        tokens = [(tokenize.tok_name[t.type], t.string, t.start, t.end) for t in tokenize.generate_tokens(io.StringIO(source).readline)]
        print(ascii(source), ascii(tokens))
    except (tokenize.TokenError, SyntaxError) as error:
        print(ascii(source), type(error).__name__, ascii(error.args))
