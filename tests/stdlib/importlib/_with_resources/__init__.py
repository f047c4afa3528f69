"""A package with files."""

from importlib import resources


def own():
    return resources.files()
