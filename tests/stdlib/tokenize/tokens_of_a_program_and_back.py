# oracle: 3.13
import io
import tokenize

source = """# comment
def f(a, *b):
    x = 0xFF + 1.5e3j + a
    if x:
        return '''two
lines''', "s"

class C: pass
"""
tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
for token in tokens:
    print(tokenize.tok_name[token.type], tokenize.tok_name[token.exact_type], repr(token.string), token.start, token.end)
print(tokenize.untokenize(tokens) == source)
print(next(tokenize.tokenize(io.BytesIO(b"# -*- coding: latin-1 -*-\n").readline)))
print(tokenize.detect_encoding(io.BytesIO(b"\xef\xbb\xbfx = 1\n").readline))
