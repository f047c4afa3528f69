import re
class Parser:
    TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|(.))")
    def __init__(self, text):
        self.tokens = [(float(n) if n else o) for n, o in self.TOKEN.findall(text) if n or o.strip()]
        self.position = 0
    def peek(self):
        return self.tokens[self.position] if self.position < len(self.tokens) else None
    def take(self):
        token = self.peek()
        self.position += 1
        return token
    def expression(self):
        value = self.term()
        while self.peek() in ("+", "-"):
            value = value + self.term() if self.take() == "+" else value - self.term()
        return value
    def term(self):
        value = self.factor()
        while self.peek() in ("*", "/"):
            if self.take() == "*":
                value *= self.factor()
            else:
                value /= self.factor()
        return value
    def factor(self):
        token = self.take()
        if token == "-":
            return -self.factor()
        if token == "(":
            value = self.expression()
            if self.take() != ")":
                raise SyntaxError("missing )")
            return value
        if not isinstance(token, float):
            raise SyntaxError(f"unexpected {token!r}")
        return token
for text in ("1 + 2 * 3", "(1 + 2) * 3", "-4 / (2 - 4)", "2 * (3 + (4 - 1)) / 5", "1 +", "(1", "1 / 0"):
    try:
        print(text, "=", Parser(text).expression())
    except (SyntaxError, ZeroDivisionError) as error:
        print(text, "->", type(error).__name__, error)
