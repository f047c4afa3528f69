"""What resources and their readers offer: ResourceReader, Traversable, TraversableResources."""

import abc
import os
from typing import Protocol, runtime_checkable

__all__ = ["ResourceReader", "Traversable", "TraversableResources"]


class ResourceReader(abc.ABC):
    """What a loader may return from get_resource_reader(): access to resources by name."""

    @abc.abstractmethod
    def open_resource(self, resource):
        """Open a resource for reading bytes."""
        raise FileNotFoundError

    @abc.abstractmethod
    def resource_path(self, resource):
        """The path of a resource in the file system."""
        raise FileNotFoundError

    @abc.abstractmethod
    def is_resource(self, path):
        """Whether a name is that of a resource; a folder is none."""
        raise FileNotFoundError

    @abc.abstractmethod
    def contents(self):
        """The names of what is in the package."""
        raise FileNotFoundError


class TraversalError(Exception):
    """A path leads nowhere."""


@runtime_checkable
class Traversable(Protocol):
    """The part of pathlib.Path that resources have."""

    @abc.abstractmethod
    def iterdir(self):
        """What is in a folder."""

    def read_bytes(self):
        """The contents."""
        with self.open("rb") as file:
            return file.read()

    def read_text(self, encoding=None):
        """The contents as text."""
        with self.open(encoding=encoding) as file:
            return file.read()

    @abc.abstractmethod
    def is_dir(self):
        """Whether it is a folder."""

    @abc.abstractmethod
    def is_file(self):
        """Whether it is a file."""

    def joinpath(self, *descendants):
        """What lies below; names may hold slashes."""
        found = self
        for name in (part for text in descendants for part in os.fspath(text).split("/") if part):
            found = next((each for each in found.iterdir() if each.name == name), None)
            if found is None:
                raise TraversalError("Target not found during traversal.", name)
        return found

    def __truediv__(self, child):
        return self.joinpath(child)

    @abc.abstractmethod
    def open(self, mode="r", *args, **kwargs):
        """Open it for reading text ("r") or bytes ("rb")."""

    @property
    @abc.abstractmethod
    def name(self):
        """Its name in its folder."""


class TraversableResources(ResourceReader):
    """A reader that needs nothing but files()."""

    @abc.abstractmethod
    def files(self):
        """The folder of the package, as a Traversable."""

    def open_resource(self, resource):
        return self.files().joinpath(resource).open("rb")

    def resource_path(self, resource):
        raise FileNotFoundError(resource)

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def contents(self):
        return (each.name for each in self.files().iterdir())
