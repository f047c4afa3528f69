import os
import shutil
import tempfile

with tempfile.TemporaryDirectory() as top:
    os.makedirs(top + "/a/b")
    with open(top + "/a/b/file.py", "w") as file:
        file.write("text")
    shutil.copytree(top + "/a", top + "/c")
    shutil.move(top + "/c/b/file.py", top + "/moved")
    print(os.listdir(top + "/c/b"), open(top + "/moved").read(), os.path.basename(shutil.copy(top + "/moved", top + "/c")))
    try:
        shutil.copyfile(top + "/moved", top + "/moved")
    except shutil.SameFileError:
        print("same file")
    shutil.rmtree(top + "/c")
    print(sorted(os.listdir(top)))
print(shutil.which("sh") is not None, shutil.which("no-such-program"))
