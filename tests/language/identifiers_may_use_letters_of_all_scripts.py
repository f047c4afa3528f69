größe = 1
名前 = "name"
π = 3.14159
_leading = __dunder = 2
print(größe, 名前, π, _leading, __dunder)
def naïve(été):
    return été * 2
print(naïve(4))
ﬁ = "ligature"
print(fi)
for text in ("1abc", "a-b = 1", "a$b", "€ = 1", "class = 1", "a b"):
    try:
        compile(text, "t", "exec")
        print(text, "accepted")
    except SyntaxError:
        print(text, "refused")
print("é".isidentifier(), "1a".isidentifier(), "match".isidentifier())
