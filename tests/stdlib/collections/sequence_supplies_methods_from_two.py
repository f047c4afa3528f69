from collections.abc import Sequence


class Squares(Sequence):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        if index >= 4:
            raise IndexError
        return index * index


squares = Squares()
print(list(squares), 4 in squares, squares.index(9), squares.count(1), list(reversed(squares)))
