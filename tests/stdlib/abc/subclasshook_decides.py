import abc


class HasClose(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return any("close" in base.__dict__ for base in other.__mro__) or NotImplemented


class Door:
    def close(self):
        pass


print(isinstance(Door(), HasClose), isinstance(3, HasClose))
