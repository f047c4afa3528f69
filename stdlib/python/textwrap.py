"""Breaking text into lines."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_whitespace = "\t\n\x0b\x0c\r "


# The pieces of TextWrapper.wordsep_re. A dash stands between words; a word breaks behind a hyphen that follows two letters, or one
# letter and another hyphen, and stands before two letters, of which the second may have a hyphen before it.
_blank, _solid, _letter = r"[\t\n\x0b\x0c\r\ ]", r"[^\t\n\x0b\x0c\r\ ]", r"[^\W\d]"
_dash = r"""(?<=[\w!"'&.,?])-{2,}(?=\w)"""
_break_in_word = f"-(?:(?<={_letter}{{2}}-)|(?<={_letter}-{_letter}-))(?={_letter}-?{_letter})"


class _LazyExpression:
    """A regular expression as a class attribute, compiled when somebody asks for it: the class does without, unless a subclass has its own."""

    def __init__(self, text):
        self.text = text

    def __get__(self, instance, owner=None):
        import re
        return re.compile(self.text, re.VERBOSE)


class TextWrapper:
    """Wraps text as its attributes say."""

    unicode_whitespace_trans = {ord(character): ord(" ") for character in _whitespace}
    # Where a subclass or an object puts expressions of its own, they are used: to split text at white space and hyphens, at white space
    # alone, and to find the ends of sentences.
    wordsep_re = _LazyExpression(f"({_blank}+|{_dash}|{_solid}+?(?:{_break_in_word}|(?={_blank}|$)|(?={_dash})))")
    wordsep_simple_re = _LazyExpression(f"({_blank}+)")
    sentence_end_re = _LazyExpression(r"""[a-z][.!?]["']?\Z""")

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *,
                 max_lines=None, placeholder=" [...]"):
        self.width, self.max_lines, self.placeholder = width, max_lines, placeholder
        self.initial_indent, self.subsequent_indent = initial_indent, subsequent_indent
        self.expand_tabs, self.tabsize = expand_tabs, tabsize
        self.replace_whitespace, self.drop_whitespace = replace_whitespace, drop_whitespace
        self.break_long_words, self.break_on_hyphens = break_long_words, break_on_hyphens
        self.fix_sentence_endings = fix_sentence_endings

    def _munge_whitespace(self, text):
        expanded = text.expandtabs(self.tabsize) if self.expand_tabs else text
        return expanded.translate(self.unicode_whitespace_trans) if self.replace_whitespace else expanded

    def _own_expression(self, name):
        """The expression that a subclass or this object has put in the place of ours; None: there is none."""
        if name in self.__dict__:
            return self.__dict__[name]
        if type(self) is TextWrapper:
            return None
        expression = next(cls.__dict__[name] for cls in type(self).__mro__ if name in cls.__dict__)
        return None if isinstance(expression, _LazyExpression) else expression

    def _split(self, text):
        """Split into words and the white space between them; with break_on_hyphens also behind hyphens."""
        name = "wordsep_re" if self.break_on_hyphens else "wordsep_simple_re"
        expression = self._own_expression(name)
        if expression is not None:
            return [chunk for chunk in expression.split(text) if chunk]
        chunks = []
        position = 0
        while position < len(text):
            start = position
            if text[position] in _whitespace:
                while position < len(text) and text[position] in _whitespace:
                    position += 1
                chunks.append(text[start:position])
                continue
            while position < len(text) and text[position] not in _whitespace:
                position += 1
            word = text[start:position]
            chunks.extend(_split_hyphens(word) if self.break_on_hyphens else [word])
        return chunks

    def _fix_sentence_endings(self, chunks):
        index = 0
        own = self._own_expression("sentence_end_re")
        ends_sentence = _ends_sentence if own is None else own.search
        while index < len(chunks) - 1:
            if chunks[index + 1] == " " and ends_sentence(chunks[index]):
                chunks[index + 1] = "  "
                index += 2
            else:
                index += 1

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        space = 1 if width < 1 else width - cur_len
        if self.break_long_words:
            chunk, end = reversed_chunks[-1], space
            if self.break_on_hyphens and len(chunk) > space:
                hyphen = chunk.rfind("-", 0, space)
                # Hyphens at its front are no place to break it.
                if hyphen > 0 and chunk[:hyphen].strip("-"):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _wrap_chunks(self, chunks):
        lines = []
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        chunks.reverse()
        while chunks:
            line = []
            length = 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                del chunks[-1]
            while chunks:
                size = len(chunks[-1])
                if length + size > width:
                    break
                line.append(chunks.pop())
                length += size
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, line, length, width)
                length = sum(map(len, line))
            if self.drop_whitespace and line and line[-1].strip() == "":
                length -= len(line[-1])
                del line[-1]
            if not line:
                continue
            is_rest_blank = not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
            if self.max_lines is None or len(lines) + 1 < self.max_lines or is_rest_blank and length <= width:
                lines.append(indent + "".join(line))
                continue
            # The last line allowed, and there is more: make room for the placeholder.
            while line:
                if line[-1].strip() and length + len(self.placeholder) <= width:
                    line.append(self.placeholder)
                    lines.append(indent + "".join(line))
                    break
                length -= len(line[-1])
                del line[-1]
            else:
                # Nothing of this line stays: the placeholder stands on the one before, or alone.
                previous = lines[-1].rstrip() if lines else None
                if previous is not None and len(previous) + len(self.placeholder) <= self.width:
                    lines[-1] = previous + self.placeholder
                else:
                    lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def wrap(self, text):
        """Return the lines of a wrapped paragraph."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """Return a wrapped paragraph as one string."""
        return "\n".join(self.wrap(text))


def _is_letter(word, position):
    """Whether there is a letter or underscore at a position, which may lie outside the word."""
    return 0 <= position < len(word) and (word[position].isalpha() or word[position] == "_")


def _may_break(word, hyphen):
    """Whether a word may be broken behind a hyphen: after two letters, or one between hyphens, and before two letters."""
    if not _is_letter(word, hyphen - 1) or not _is_letter(word, hyphen + 1):
        return False
    is_after_part = hyphen >= 3 and word[hyphen - 2] == "-" and _is_letter(word, hyphen - 3)
    if not is_after_part and not _is_letter(word, hyphen - 2):
        return False
    return _is_letter(word, hyphen + 2) or word[hyphen + 2:hyphen + 3] == "-" and _is_letter(word, hyphen + 3)


def _split_hyphens(word):
    """Split a word behind the hyphens where it may be broken: between letters, and around dashes of two or more."""
    pieces = []
    start = 0
    position = 0
    size = len(word)
    while position < size:
        if word[position] != "-":
            position += 1
            continue
        end = position
        while end < size and word[end] == "-":
            end += 1
        before = word[position - 1] if position else ""
        if end - position >= 2:
            # A dash stands alone between words; at the front of a word it is an option's.
            if end < size and before and (before.isalnum() or before in "_!\"'&.,?") and (word[end].isalnum() or word[end] == "_"):
                if start < position:
                    pieces.append(word[start:position])
                pieces.append(word[position:end])
                start = end
        elif _may_break(word, position):
            pieces.append(word[start:end])
            start = end
        position = end
    if start < size:
        pieces.append(word[start:])
    return pieces


def _ends_sentence(chunk):
    text = chunk
    if text and text[-1] in "\"'":
        text = text[:-1]
    return len(text) >= 2 and text[-1] in ".!?" and "a" <= text[-2] <= "z"


def wrap(text, width=70, **kwargs):
    """Return the lines of a paragraph wrapped to a width."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """Return a paragraph wrapped to a width as one string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Return a text in one line, cut to a width at a word's end."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Remove the white space that all lines begin with; lines of white space only become empty."""
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    indents = [line[:len(line) - len(line.lstrip(" \t"))] for line in lines if line]
    if not indents:
        return "\n".join(lines)
    first, last = min(indents), max(indents)
    common = 0
    while common < len(first) and first[common] == last[common]:
        common += 1
    return "\n".join(line[common:] for line in lines)


def indent(text, prefix, predicate=None):
    """Put a prefix before the lines for which the predicate holds, by default those with more than white space."""
    if predicate is None:
        predicate = str.strip
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))
