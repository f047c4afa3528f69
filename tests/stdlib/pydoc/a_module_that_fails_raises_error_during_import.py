import os
import pydoc
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    sys.path.insert(0, folder)
    for name, source in (("fails_at_once", "1 / 0\n"), ("misses_another", "import no_such_module_at_all\n"),
                         ("is_no_python", "x = = 1\n")):
        with open(os.path.join(folder, name + ".py"), "w") as file:
            file.write(source)
        try:
            pydoc.locate(name + ".x")
        except pydoc.ErrorDuringImport as error:
            print(str(error).replace(folder, "FOLDER"), error.exc, error.filename.replace(folder, "FOLDER"))
    path = os.path.join(folder, "by_its_path.py")
    with open(path, "w") as file:
        file.write('"""Found by its path.\n\nMore."""\ndef f(): "F."\n')
    module = pydoc.importfile(path)
    print(module.__name__, pydoc.synopsis(path), pydoc.render_doc(module, renderer=pydoc.plaintext).splitlines()[2:8])
    sys.path.remove(folder)
