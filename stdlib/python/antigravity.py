"""Shows the comic about how easy Python is, and computes where to meet: https://xkcd.com/426/."""

import hashlib
import webbrowser

webbrowser.open("https://xkcd.com/353/")


def geohash(latitude, longitude, datedow):
    """Print the place of a day for the square around a place; datedow: the date and the opening of the Dow, as bytes.

    >>> geohash(37.421542, -122.085589, b'2005-05-26-10458.68')
    37.857713 -122.544543
    """
    digits = hashlib.md5(datedow, usedforsecurity=False).hexdigest()
    fractions = ("%f" % (int(digits[start:start + 16], 16) / 2**64) for start in (0, 16))
    print(*("%d%s" % (whole, fraction[1:]) for whole, fraction in zip((latitude, longitude), fractions)))
