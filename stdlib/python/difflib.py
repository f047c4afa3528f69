"""Differences between sequences: how alike they are, what changes one into the other, and texts that show it.

SequenceMatcher looks for the longest run of elements that both sequences have, then does the same left and right of it. That is not
the shortest possible list of changes, but one that people find natural. Differ, the diffs for patches and HtmlDiff build on it.
"""

import re

from collections import deque, namedtuple

__all__ = ["get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ", "IS_CHARACTER_JUNK", "IS_LINE_JUNK",
           "context_diff", "unified_diff", "diff_bytes", "HtmlDiff", "Match"]

Match = namedtuple("Match", "a b size")


def _ratio_of(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Compares two sequences of hashable elements. What is computed about b is kept: to compare one sequence with many, make it b.

    isjunk(element) says which elements of b no match may start from. autojunk also leaves out elements that make up more than
    1 % of a long b. An object is to be used by one thread at a time.
    """

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk = isjunk
        self.a = self.b = None
        self.autojunk = autojunk
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Set both sequences."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Set the first sequence."""
        if a is self.a:
            return
        self.a = a
        self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """Set the second sequence, the one that much is computed about."""
        if b is self.b:
            return
        self.b = b
        self.matching_blocks = self.opcodes = None
        self.fullbcount = None
        self._index_b()

    def _index_b(self):
        # b2j: element -> where it stands in b, without junk and without what is too common to tell anything.
        self.b2j = positions = {}
        for index, element in enumerate(self.b):
            positions.setdefault(element, []).append(index)
        self.bjunk = set()
        if self.isjunk:
            self.bjunk.update(element for element in positions if self.isjunk(element))
            for element in self.bjunk:
                del positions[element]
        self.bpopular = set()
        length = len(self.b)
        if self.autojunk and length >= 200:
            limit = length // 100 + 1
            self.bpopular.update(element for element, where in positions.items() if len(where) > limit)
            for element in self.bpopular:
                del positions[element]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """Return the longest Match of a[alo:ahi] and b[blo:bhi]; of several the one that starts first in a, then in b.

        It starts with elements that are no junk; equal elements around it, junk too, are then added to it.
        """
        a, b, positions, is_junk = self.a, self.b, self.b2j, self.bjunk.__contains__
        if ahi is None:
            ahi = len(a)
        if bhi is None:
            bhi = len(b)
        best_i, best_j, best_size = alo, blo, 0
        # ends[j]: how long the run is that ends with a[i - 1] and b[j].
        ends = {}
        nothing = []
        for i in range(alo, ahi):
            new_ends = {}
            for j in positions.get(a[i], nothing):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                size = new_ends[j] = ends.get(j - 1, 0) + 1
                if size > best_size:
                    best_i, best_j, best_size = i - size + 1, j - size + 1, size
            ends = new_ends

        # First what is too common to start a match, then junk: a match is worth more with blanks than without.
        for wanted in (False, True):
            while best_i > alo and best_j > blo and is_junk(b[best_j - 1]) is wanted and a[best_i - 1] == b[best_j - 1]:
                best_i, best_j, best_size = best_i - 1, best_j - 1, best_size + 1
            while (best_i + best_size < ahi and best_j + best_size < bhi and is_junk(b[best_j + best_size]) is wanted
                   and a[best_i + best_size] == b[best_j + best_size]):
                best_size += 1
        return Match(best_i, best_j, best_size)

    def get_matching_blocks(self):
        """Return the list of Matches in order, neighbours joined; the last one is empty and stands at both ends."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        len_a, len_b = len(self.a), len(self.b)
        # A stack instead of recursion: both parts beside a match are looked at later.
        open_parts = [(0, len_a, 0, len_b)]
        found = []
        while open_parts:
            alo, ahi, blo, bhi = open_parts.pop()
            match = i, j, size = self.find_longest_match(alo, ahi, blo, bhi)
            if size:
                found.append(match)
                if alo < i and blo < j:
                    open_parts.append((alo, i, blo, j))
                if i + size < ahi and j + size < bhi:
                    open_parts.append((i + size, ahi, j + size, bhi))
        found.sort()

        blocks = []
        i = j = size = 0
        for next_i, next_j, next_size in found:
            if i + size == next_i and j + size == next_j:
                size += next_size
            else:
                if size:
                    blocks.append(Match(i, j, size))
                i, j, size = next_i, next_j, next_size
        if size:
            blocks.append(Match(i, j, size))
        blocks.append(Match(len_a, len_b, 0))
        self.matching_blocks = blocks
        return blocks

    def get_opcodes(self):
        """Return (tag, i1, i2, j1, j2) for each step that makes b of a: 'replace', 'delete', 'insert' or 'equal'."""
        if self.opcodes is not None:
            return self.opcodes
        i = j = 0
        self.opcodes = steps = []
        for block_i, block_j, size in self.get_matching_blocks():
            if i < block_i and j < block_j:
                steps.append(("replace", i, block_i, j, block_j))
            elif i < block_i:
                steps.append(("delete", i, block_i, j, block_j))
            elif j < block_j:
                steps.append(("insert", i, block_i, j, block_j))
            i, j = block_i + size, block_j + size
            if size:
                steps.append(("equal", block_i, i, block_j, j))
        return steps

    def get_grouped_opcodes(self, n=3):
        """Generate groups of steps with at most n equal elements before, after and twice that between changes."""
        steps = list(self.get_opcodes())
        if not steps:
            steps = [("equal", 0, 1, 0, 1)]
        tag, i1, i2, j1, j2 = steps[0]
        if tag == "equal":
            steps[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        tag, i1, i2, j1, j2 = steps[-1]
        if tag == "equal":
            steps[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)

        group = []
        for tag, i1, i2, j1, j2 in steps:
            if tag == "equal" and i2 - i1 > n + n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        """Return how alike the sequences are, between 0 and 1: twice the matching elements by all elements."""
        return _ratio_of(sum(size for _, _, size in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        """Return an upper bound of ratio(): elements are counted, their order is ignored."""
        if self.fullbcount is None:
            self.fullbcount = counts = {}
            for element in self.b:
                counts[element] = counts.get(element, 0) + 1
        left = {}
        matches = 0
        for element in self.a:
            count = left[element] if element in left else self.fullbcount.get(element, 0)
            left[element] = count - 1
            if count > 0:
                matches += 1
        return _ratio_of(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """Return an upper bound of quick_ratio() by the lengths alone."""
        len_a, len_b = len(self.a), len(self.b)
        return _ratio_of(min(len_a, len_b), len_a + len_b)

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """Return at most n of the possibilities that are like the word by a ratio of at least cutoff, the best first."""
    if not n > 0:
        raise ValueError("n must be > 0: %r" % (n,))
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError("cutoff must be in [0.0, 1.0]: %r" % (cutoff,))
    import heapq

    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    good = []
    for candidate in possibilities:
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff and matcher.ratio() >= cutoff:
            good.append((matcher.ratio(), candidate))
    return [candidate for _, candidate in heapq.nlargest(n, good)]


# --- Lines with marks --------------------------------------------------------------------------------------------------------

def IS_LINE_JUNK(line, pat=None):
    """Whether a line is blank or has nothing but a single '#'."""
    if pat is None:
        return line.strip() in ("", "#")
    return pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """Whether a character is a blank or a tab."""
    return ch in ws


def _kept_blanks(line, marks):
    # Marks under blanks of the line become these blanks, so that tabs move both alike.
    return "".join(char if mark == " " and char.isspace() else mark for char, mark in zip(line, marks)).rstrip()


class Differ:
    """Compares lists of lines and shows all of them: '- ' only in the first, '+ ' only in the second, '  ' in both; '? ' lines are
    in none of them and mark what differs within a line."""

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """Generate the lines of the comparison."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "replace":
                yield from self._fancy_replace(a, alo, ahi, b, blo, bhi)
            elif tag == "delete":
                yield from self._dump("-", a, alo, ahi)
            elif tag == "insert":
                yield from self._dump("+", b, blo, bhi)
            elif tag == "equal":
                yield from self._dump(" ", a, alo, ahi)
            else:
                raise ValueError("unknown tag %r" % (tag,))

    def _dump(self, tag, lines, start, end):
        for index in range(start, end):
            yield f"{tag} {lines[index]}"

    def _plain_replace(self, a, alo, ahi, b, blo, bhi):
        # The shorter block first: a reader then sees where the other begins.
        removed, added = self._dump("-", a, alo, ahi), self._dump("+", b, blo, bhi)
        if bhi - blo < ahi - alo:
            yield from added
            yield from removed
        else:
            yield from removed
            yield from added

    def _fancy_helper(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi:
            if blo < bhi:
                yield from self._fancy_replace(a, alo, ahi, b, blo, bhi)
            else:
                yield from self._dump("-", a, alo, ahi)
        elif blo < bhi:
            yield from self._dump("+", b, blo, bhi)

    def _fancy_replace(self, a, alo, ahi, b, blo, bhi):
        # Looks for the lines that are most alike without being equal: they are shown as a pair with its differences marked, and the
        # lines around them in the same way. Equal lines are junk here (others would have matched before): they serve only if nothing
        # else does. Pairs that are equally good are taken together if they follow each other, or the recursion would grow deep.
        best_ratio, cutoff = 0.74, 0.75
        matcher = SequenceMatcher(self.charjunk)
        pairs, last_of_pairs, equal_pair = [], -1, None
        for j in range(blo, bhi):
            bline = b[j]
            matcher.set_seq2(bline)
            for i in range(alo, ahi):
                aline = a[i]
                if aline == bline:
                    if equal_pair is None:
                        equal_pair = i, j
                    continue
                matcher.set_seq1(aline)
                # The bounds are cheap and refuse most lines.
                if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
                    continue
                ratio = matcher.ratio()
                if ratio > best_ratio:
                    best_ratio = ratio
                    pairs, last_of_pairs = [(i, j)], i
                elif ratio == best_ratio and pairs and i > last_of_pairs and j > pairs[-1][1]:
                    pairs.append((i, j))
                    last_of_pairs = i
        if best_ratio < cutoff:
            if equal_pair is None:
                yield from self._plain_replace(a, alo, ahi, b, blo, bhi)
                return
            pairs = [equal_pair]

        for i, j in pairs:
            yield from self._fancy_helper(a, alo, i, b, blo, j)
            yield from self._marked_pair(matcher, a[i], b[j])
            alo, blo = i + 1, j + 1
        yield from self._fancy_helper(a, alo, ahi, b, blo, bhi)

    def _marked_pair(self, matcher, aline, bline):
        if aline == bline:
            yield "  " + aline
            return
        atags = btags = ""
        matcher.set_seqs(aline, bline)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            amark, bmark = _tag_marks[tag]
            atags += amark * (i2 - i1)
            btags += bmark * (j2 - j1)
        yield from self._qformat(aline, bline, atags, btags)

    def _qformat(self, aline, bline, atags, btags):
        atags, btags = _kept_blanks(aline, atags), _kept_blanks(bline, btags)
        yield "- " + aline
        if atags:
            yield f"? {atags}\n"
        yield "+ " + bline
        if btags:
            yield f"? {btags}\n"


# What stands below the characters of either line.
_tag_marks = {"replace": "^^", "delete": "-+", "insert": "-+", "equal": "  "}


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """Compare two lists of lines as Differ does."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """Generate the lines of the first (1) or second (2) list from what ndiff() gave."""
    try:
        tag = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError("unknown delta choice (must be 1 or 2): %r" % which) from None
    for line in delta:
        if line[:2] in ("  ", tag):
            yield line[2:]


# --- Diffs for patches -------------------------------------------------------------------------------------------------------

def _format_range_unified(start, stop):
    length = stop - start
    first = start + 1 if length else start  # an empty range is named by the line before it
    return f"{first}" if length == 1 else f"{first},{length}"


def _format_range_context(start, stop):
    length = stop - start
    first = start + 1 if length else start
    return f"{first}" if length <= 1 else f"{first},{first + length - 1}"


def _check_types(a, b, *arguments):
    # One line of each tells: bytes would otherwise come out as their representation.
    for lines in (a, b):
        if lines and not isinstance(lines[0], str):
            raise TypeError("lines to compare must be str, not %s (%r)" % (type(lines[0]).__name__, lines[0]))
    for argument in arguments:
        if not isinstance(argument, str):
            raise TypeError("all arguments must be str, not: %r" % (argument,))


def _dated(name, date):
    return f"{name}\t{date}" if date else name


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """Generate a unified diff of two lists of lines with n lines of context."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"--- {_dated(fromfile, fromfiledate)}{lineterm}"
            yield f"+++ {_dated(tofile, tofiledate)}{lineterm}"
        first, last = group[0], group[-1]
        yield f"@@ -{_format_range_unified(first[1], last[2])} +{_format_range_unified(first[3], last[4])} @@{lineterm}"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                for line in a[i1:i2]:
                    yield " " + line
                continue
            if tag != "insert":
                for line in a[i1:i2]:
                    yield "-" + line
            if tag != "delete":
                for line in b[j1:j2]:
                    yield "+" + line


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """Generate a context diff of two lists of lines with n lines of context."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    marks = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"*** {_dated(fromfile, fromfiledate)}{lineterm}"
            yield f"--- {_dated(tofile, tofiledate)}{lineterm}"
        first, last = group[0], group[-1]
        yield "***************" + lineterm
        yield f"*** {_format_range_context(first[1], last[2])} ****{lineterm}"
        if any(step[0] in ("replace", "delete") for step in group):
            for tag, i1, i2, _, _ in group:
                if tag != "insert":
                    for line in a[i1:i2]:
                        yield marks[tag] + line
        yield f"--- {_format_range_context(first[3], last[4])} ----{lineterm}"
        if any(step[0] in ("replace", "insert") for step in group):
            for tag, _, _, j1, j2 in group:
                if tag != "delete":
                    for line in b[j1:j2]:
                        yield marks[tag] + line


def diff_bytes(dfunc, a, b, fromfile=b"", tofile=b"", fromfiledate=b"", tofiledate=b"", n=3, lineterm=b"\n"):
    """Generate the diff of two lists of bytes lines: dfunc is unified_diff or context_diff. No encoding need be known."""
    def decode(data):
        try:
            return data.decode("ascii", "surrogateescape")
        except AttributeError as error:
            raise TypeError("all arguments must be bytes, not %s (%r)" % (type(data).__name__, data)) from error

    lines = dfunc(list(map(decode, a)), list(map(decode, b)), decode(fromfile), decode(tofile), decode(fromfiledate),
                  decode(tofiledate), n, decode(lineterm))
    for line in lines:
        yield line.encode("ascii", "surrogateescape")


# --- Two texts side by side, in HTML -----------------------------------------------------------------------------------------
#
# Inside lines, "\0+", "\0-" and "\0^" start what was added, removed or changed, and "\1" ends it, until colours take their place.

def _marked(line, markers):
    """A line of ndiff() with its differences marked: those that the line of markers below it points at, or all of it."""
    if markers is None:
        return f"\0{line[0]}{line[2:] or ' '}\1"
    for found in reversed(list(re.finditer(r"\++|-+|\^+", markers))):
        start, end = found.span()
        line = f"{line[:start]}\0{found[0][0]}{line[start:end]}\1{line[end:]}"
    return line[2:]


def _sided_lines(delta):
    """Generate (side, line) from the lines of ndiff(): side 0 left, 1 right, None both; a line of None keeps the other side in step.

    The lines that one side has more than the other get their counterparts before the last one of their run, which so stands beside the
    last one of the other side.
    """
    lines = list(delta)
    tags = "".join(line[0] for line in lines) + "X"
    surplus = 0  # how many lines the right side is ahead
    at = 0
    while True:
        next_tags = tags[at:at + 4]
        closing = None
        if next_tags[0] == " ":
            yield None, lines[at][2:]
            at += 1
            continue
        if next_tags[0] == "X":
            closing = surplus
        elif next_tags.startswith(("-?+?", "-?+", "-+?")):
            # A pair: the markers of each line stand below it, unless it has none.
            right = at + 1 + (next_tags[1] == "?")
            has_right_markers = tags[right + 1] == "?" and next_tags != "-?+"
            yield 0, _marked(lines[at], lines[at + 1] if right == at + 2 else "")
            yield 1, _marked(lines[right], lines[right + 1] if has_right_markers else "")
            at = right + 1 + has_right_markers
            continue
        elif next_tags.startswith(("--?+", "--+", "- ")) and not next_tags.startswith("--++"):
            closing = surplus - 1
        elif next_tags.startswith(("+ ", "+-")) and not next_tags.startswith("+--"):
            closing = surplus + 1
        if closing is not None:
            surplus = 0
            for _ in range(abs(closing)):
                yield int(closing < 0), None
            if next_tags[0] == "X":
                return
        side = int(next_tags[0] == "+")
        if closing is None:
            surplus += 1 if side else -1
        yield side, _marked(lines[at], None)
        at += 1


def _side_by_side(fromlines, tolines, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """Generate ((number, line) on the left, (number, line) on the right, whether they differ); the number of no line is ""."""
    waiting, numbers = ([], []), [0, 0]
    for side, line in _sided_lines(ndiff(fromlines, tolines, linejunk, charjunk)):
        for put in (0, 1) if side is None else (side,):
            if line is None:
                waiting[put].append(("", "\n", True))
            else:
                numbers[put] += 1
                waiting[put].append((numbers[put], line, side is not None))
        while waiting[0] and waiting[1]:
            left, right = waiting[0].pop(0), waiting[1].pop(0)
            yield left[:2], right[:2], left[2] or right[2]


def _in_context(pairs, count):
    """Only those pairs that differ and `count` around them; (None, None, None) where some are left out."""
    before, left_out, after = deque(maxlen=count), False, 0
    for pair in pairs:
        if pair[2]:
            if left_out:
                yield None, None, None
            yield from before
            before.clear()
            left_out, after = False, count
            yield pair
        elif after:
            after -= 1
            yield pair
        else:
            left_out = left_out or len(before) == count
            before.append(pair)


def _mdiff(fromlines, tolines, context=None, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The pairs of lines of two texts, all of them or with so many of context."""
    pairs = _side_by_side(fromlines, tolines, linejunk, charjunk)
    return pairs if context is None else _in_context(pairs, context)


_three_columns = " ".join(["<colgroup></colgroup>"] * 3)


def _legend_table(summary, head, rows):
    lines = "".join("\n" + " " * 22 + row for row in (head, *rows))
    return f'<table border="" summary="{summary}">{lines}\n{" " * 18}</table>'


class HtmlDiff:
    """Tables in HTML that show two texts side by side, differences in colour. The templates may be replaced in a subclass."""

    _file_template = """
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
          "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">

<html>

<head>
    <meta http-equiv="Content-Type"
          content="text/html; charset=%(charset)s" />
    <title></title>
    <style type="text/css">%(styles)s
    </style>
</head>

<body>
    %(table)s%(legend)s
</body>

</html>"""

    _styles = "".join(f"\n        {selector} {{{rules}}}" for selector, rules in (
        ("table.diff", "font-family:Courier; border:medium;"),
        (".diff_header", "background-color:#e0e0e0"),
        ("td.diff_header", "text-align:right"),
        (".diff_next", "background-color:#c0c0c0"),
        (".diff_add", "background-color:#aaffaa"),
        (".diff_chg", "background-color:#ffff77"),
        (".diff_sub", "background-color:#ffaaaa"),
    ))

    _table_template = f"""
    <table class="diff" id="difflib_chg_%(prefix)s_top"
           cellspacing="0" cellpadding="0" rules="groups" >
        {_three_columns}
        {_three_columns}
        %(header_row)s
        <tbody>
%(data_rows)s        </tbody>
    </table>"""

    _legend = f"""
    <table class="diff" summary="Legends">
        <tr> <th colspan="2"> Legends </th> </tr>
        <tr> <td> {_legend_table("Colors", "<tr><th> Colors </th> </tr>", (
            '<tr><td class="diff_add">&nbsp;Added&nbsp;</td></tr>',
            '<tr><td class="diff_chg">Changed</td> </tr>',
            '<tr><td class="diff_sub">Deleted</td> </tr>',
        ))}</td>
             <td> {_legend_table("Links", '<tr><th colspan="2"> Links </th> </tr>', (
            "<tr><td>(f)irst change</td> </tr>",
            "<tr><td>(n)ext change</td> </tr>",
            "<tr><td>(t)op</td> </tr>",
        ))}</td> </tr>
    </table>"""

    # Tables of one page need names of their own.
    _default_prefix = 0

    def __init__(self, tabsize=8, wrapcolumn=None, linejunk=None, charjunk=IS_CHARACTER_JUNK):
        self._tabsize, self._wrapcolumn = tabsize, wrapcolumn
        self._linejunk, self._charjunk = linejunk, charjunk

    def make_file(self, fromlines, tolines, fromdesc="", todesc="", context=False, numlines=5, *, charset="utf-8"):
        """A page with the table of two lists of lines, and a legend."""
        table = self.make_table(fromlines, tolines, fromdesc, todesc, context=context, numlines=numlines)
        page = self._file_template % {"styles": self._styles, "legend": self._legend, "table": table, "charset": charset}
        return page.encode(charset, "xmlcharrefreplace").decode(charset)

    def make_table(self, fromlines, tolines, fromdesc="", todesc="", context=False, numlines=5):
        """The table of two lists of lines. context: only what differs and numlines around it. Links lead numlines before it."""
        number = HtmlDiff._default_prefix
        HtmlDiff._default_prefix = number + 1
        self._prefix = ["from%d_" % number, "to%d_" % number]
        pairs = _mdiff(self._blanks_for_tabs(fromlines), self._blanks_for_tabs(tolines), numlines if context else None,
                       self._linejunk, self._charjunk)
        if self._wrapcolumn:
            pairs = self._wrapped(pairs)
        lefts, rights, flags = [], [], []
        for left, right, differs in pairs:
            flags.append(differs)
            lefts.append("" if differs is None else self._cells(0, *left))
            rights.append("" if differs is None else self._cells(1, *right))
        names, links = self._jumps(flags, numlines)
        if not flags:
            flags = [False]
            text = "No Differences Found" if context else "Empty File"
            lefts = rights = ["<td></td><td>&nbsp;%s&nbsp;</td>" % text]
        rows = []
        for name, link, left, right, differs in zip(names, links, lefts, rights, flags):
            if differs is None:
                if rows:
                    rows.append("        </tbody>        \n        <tbody>\n")
                continue
            rows.append(f'            <tr><td class="diff_next"{name}>{link}</td>{left}<td class="diff_next">{link}</td>{right}</tr>\n')
        header = ""
        if fromdesc or todesc:
            header = "<thead><tr>%s</tr></thead>" % "".join(
                '<th class="diff_next"><br /></th><th colspan="2" class="diff_header">%s</th>' % text for text in (fromdesc, todesc))
        table = self._table_template % {"data_rows": "".join(rows), "header_row": header, "prefix": self._prefix[1]}
        for mark, kind in (("+", "add"), ("-", "sub"), ("^", "chg")):
            table = table.replace("\0" + mark, '<span class="diff_%s">' % kind)
        return table.replace("\1", "</span>").replace("\t", "&nbsp;")

    def _blanks_for_tabs(self, lines):
        # Tabs stay tabs, one for each column that they fill: a blank and a tab are to be told apart.
        return [line.replace(" ", "\0").expandtabs(self._tabsize).replace(" ", "\t").replace("\0", " ").rstrip("\n") for line in lines]

    def _pieces(self, number, text):
        """A line as pieces of at most the width: the first has the number, the others ">"."""
        width = self._wrapcolumn
        if not number or len(text) - 3 * text.count("\0") <= width:
            return [(number, text)]
        parts = re.findall(r"\0.|[^\0]", text, re.DOTALL)
        left = sum(len(part) == 1 and part != "\1" for part in parts)  # columns
        pieces, piece, used, mark = [], "", 0, ""
        for part in parts:
            if used == width and left:
                # What is marked goes on behind the break.
                pieces.append((number, piece + "\1" if mark else piece))
                number, piece, used = ">", mark, 0
            piece += part
            if part == "\1":
                mark = ""
            elif len(part) == 2:
                mark = part
            else:
                used += 1
                left -= 1
        return pieces + [(number, piece)]

    def _wrapped(self, pairs):
        for left, right, differs in pairs:
            if differs is None:
                yield left, right, differs
                continue
            lefts, rights = self._pieces(*left), self._pieces(*right)
            for index in range(max(len(lefts), len(rights))):
                yield (lefts[index] if index < len(lefts) else ("", " "), rights[index] if index < len(rights) else ("", " "), differs)

    def _cells(self, side, number, text):
        name = f' id="{self._prefix[side]}{number}"' if isinstance(number, int) else ""
        for character, escaped in ("&", "&amp;"), (">", "&gt;"), ("<", "&lt;"), (" ", "&nbsp;"):
            text = text.replace(character, escaped)
        return f'<td class="diff_header"{name}>{number}</td><td nowrap="nowrap">{text.rstrip()}</td>'

    def _jumps(self, flags, lead):
        """The name of each row that a link leads to, and the links: to the next change, from the last one to the top."""
        prefix = self._prefix[1]
        names, links = [""] * max(1, len(flags)), [""] * max(1, len(flags))
        changes, last, previous = 0, 0, False
        for index, differs in enumerate(flags):
            if differs and not previous:
                last = index
                names[max(0, index - lead)] = f' id="difflib_chg_{prefix}_{changes}"'
                changes += 1
                links[index] = f'<a href="#difflib_chg_{prefix}_{changes}">n</a>'
            previous = differs
        if flags and not flags[0]:
            links[0] = f'<a href="#difflib_chg_{prefix}_0">f</a>'
        links[last] = f'<a href="#difflib_chg_{prefix}_top">t</a>'
        return names, links
