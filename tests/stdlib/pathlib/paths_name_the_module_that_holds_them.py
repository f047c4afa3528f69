# What is printed of a class, and what a pickle keeps, is the module inside pathlib; pickles of older versions are read.
import io
import pathlib
import pickle
import tempfile

print(type(pathlib.Path("a")), pathlib.PureWindowsPath, pathlib.UnsupportedOperation)
print(pickle.dumps(pathlib.Path("a/b"), 0), pickle.loads(pickle.dumps(pathlib.Path("a/b"))))
print(pickle.loads(b"cpathlib\nPosixPath\np0\n(Va\np1\ntp2\nRp3\n."))
with tempfile.SpooledTemporaryFile(max_size=3) as file:
    print(isinstance(file, io.IOBase), file.write(b"ab"), file.name, file.write(b"cdef"), file.name is None, file.seek(0), file.readlines())
