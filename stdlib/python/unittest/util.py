"""What assertions need to show and to compare values."""

from collections import Counter, namedtuple
from os.path import commonprefix

__unittest = True

# Representations of two values that do not fit are cut alike: a few characters of the start, the last ones of what both have in
# common, the beginning of where they differ and the end. What is left out is told as "[123 chars]".
_MAX_LENGTH = 80
_PLACEHOLDER_LEN = 12
_MIN_BEGIN_LEN = 5
_MIN_END_LEN = 5
_MIN_COMMON_LEN = 5
_MIN_DIFF_LEN = _MAX_LENGTH - (_MIN_BEGIN_LEN + _PLACEHOLDER_LEN + _MIN_COMMON_LEN + _PLACEHOLDER_LEN + _MIN_END_LEN)

_Mismatch = namedtuple("Mismatch", "actual expected value")


def _shorten(text, prefix_length, suffix_length):
    left_out = len(text) - prefix_length - suffix_length
    if left_out <= _PLACEHOLDER_LEN:
        return text
    return f"{text[:prefix_length]}[{left_out} chars]{text[len(text) - suffix_length:]}"


def _common_shorten_repr(*values):
    texts = [safe_repr(value) for value in values]
    longest = max(len(text) for text in texts)
    if longest <= _MAX_LENGTH:
        return tuple(texts)
    prefix = commonprefix(texts)
    common = len(prefix)
    room = _MAX_LENGTH - (longest - common + _MIN_BEGIN_LEN + _PLACEHOLDER_LEN)
    if room > _MIN_COMMON_LEN:
        start = _shorten(prefix, _MIN_BEGIN_LEN, room)
        return tuple(start + text[common:] for text in texts)
    start = _shorten(prefix, _MIN_BEGIN_LEN, _MIN_COMMON_LEN)
    return tuple(start + _shorten(text[common:], _MIN_DIFF_LEN, _MIN_END_LEN) for text in texts)


def safe_repr(obj, short=False):
    """Return repr(obj), or the plain representation where its own one raises; cut if short."""
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    if short and len(text) >= _MAX_LENGTH:
        return text[:_MAX_LENGTH] + " [truncated]..."
    return text


def strclass(cls):
    """Return the full name of a class."""
    return f"{cls.__module__}.{cls.__qualname__}"


def sorted_list_difference(expected, actual):
    """Return what is only in the first and what is only in the second of two sorted lists. Repeated elements count once."""
    missing, unexpected = [], []
    left = right = 0

    def skip_equal(items, position):
        value = items[position]
        while position < len(items) and items[position] == value:
            position += 1
        return position

    while left < len(expected) and right < len(actual):
        wanted, got = expected[left], actual[right]
        if wanted < got:
            missing.append(wanted)
            left = skip_equal(expected, left)
        elif wanted > got:
            unexpected.append(got)
            right = skip_equal(actual, right)
        else:
            left, right = skip_equal(expected, left), skip_equal(actual, right)
    missing.extend(expected[left:])
    unexpected.extend(actual[right:])
    return missing, unexpected


def unorderable_list_difference(expected, actual):
    """Return what is only in the first and what is only in the second list; both lists are changed."""
    def is_missing(item):
        if item not in actual:
            return True
        actual.remove(item)
        return False

    missing = [item for item in reversed(expected) if is_missing(item)]
    expected.clear()
    return missing, actual


def three_way_cmp(x, y):
    """Return -1, 0 or 1: how x compares with y."""
    return (x > y) - (x < y)


def _count_diff_all_purpose(actual, expected):
    # Equality alone: each element is counted in both and crossed out.
    crossed_out = object()
    left, right = list(actual), list(expected)

    def count(items, start, value):
        found = 0
        for position in range(start, len(items)):
            if items[position] == value:
                found += 1
                items[position] = crossed_out
        return found

    differences = []
    for position, value in enumerate(left):
        if value is crossed_out:
            continue
        in_left, in_right = count(left, position, value), count(right, 0, value)
        if in_left != in_right:
            differences.append(_Mismatch(in_left, in_right, value))
    for position, value in enumerate(right):
        if value is not crossed_out:
            differences.append(_Mismatch(0, count(right, position, value), value))
    return differences


def _count_diff_hashable(actual, expected):
    left, right = Counter(actual), Counter(expected)
    differences = [_Mismatch(count, right.get(value, 0), value) for value, count in left.items() if count != right.get(value, 0)]
    differences.extend(_Mismatch(0, count, value) for value, count in right.items() if value not in left)
    return differences
