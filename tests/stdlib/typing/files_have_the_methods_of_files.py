# typing.IO, TextIO and BinaryIO name what files have, for specifications of mocks.
import pickle
import typing
from typing import IO, BinaryIO, TextIO
from unittest import mock

print(IO, TextIO, IO[str], BinaryIO.__mro__, pickle.loads(pickle.dumps(TextIO)) is TextIO)
for kind in (IO, BinaryIO, TextIO):
    print(sorted(name for name in dir(kind) if not name.startswith("_")))
print(typing.get_type_hints(IO.__enter__), typing.get_type_hints(TextIO.__enter__))
file = mock.create_autospec(TextIO, instance=True)
file.write("a")
print(file.write.call_args)
try:
    file.nothing
except AttributeError as error:
    print(error)
