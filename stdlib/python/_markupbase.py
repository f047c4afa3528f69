"""Positions in a text that is being parsed, for html.parser."""


class ParserBase:
    def reset(self):
        self.lineno = 1
        self.offset = 0

    def getpos(self):
        """(line, column) of the piece of markup that is being handled."""
        return self.lineno, self.offset

    def updatepos(self, i, j):
        if i >= j:
            return j
        text = self.rawdata
        lines = text.count("\n", i, j)
        if lines:
            self.lineno += lines
            self.offset = j - (text.rindex("\n", i, j) + 1)
        else:
            self.offset += j - i
        return j

    def unknown_decl(self, data):
        pass
