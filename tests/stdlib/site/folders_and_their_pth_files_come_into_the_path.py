import contextlib
import io
import os
import site
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    os.makedirs(os.path.join(folder, "packages", "inside"))
    os.makedirs(os.path.join(folder, "beside"))
    with open(os.path.join(folder, "packages", "a.pth"), "w") as file:
        file.write("# a comment\n\ninside\nmissing\n" + os.path.join(folder, "beside") + "\nimport sys; sys.from_a_pth_file = True\ninside\n")
    with open(os.path.join(folder, "packages", ".hidden.pth"), "w") as file:
        file.write("import sys; sys.from_a_hidden_file = True\n")
    with open(os.path.join(folder, "packages", "broken.pth"), "w") as file:
        file.write("import no_such_module_at_all\nimport sys; sys.after_an_error = True\n")
    before = list(sys.path)
    told = io.StringIO()
    with contextlib.redirect_stderr(told):
        site.addsitedir(os.path.join(folder, "packages"))
    print([os.path.relpath(path, folder) for path in sys.path[len(before):]])
    print(sys.from_a_pth_file, hasattr(sys, "from_a_hidden_file"), hasattr(sys, "after_an_error"))
    lines = told.getvalue().replace(folder, "FOLDER").splitlines()
    print(lines[0], "|", lines[-2].strip() or lines[-3].strip(), "|", lines[-1])
    site.addsitedir(os.path.join(folder, "packages"), set(map(os.path.abspath, sys.path)))
    sys.path[:] = [folder, folder + "/.", os.path.join(folder, "beside")]
    print(sorted(os.path.relpath(path, folder) for path in site.removeduppaths()), len(sys.path))
    print(site.makepath(folder, "beside", "..") == (folder, folder))
    sys.path[:] = before
print(len(site.getsitepackages(["/one", "/two"])), all(path.startswith(("/one/", "/two/")) for path in site.getsitepackages(["/one", "/two"])))
print(site.getusersitepackages().startswith(site.getuserbase()), site.check_enableusersite() in (True, False, None))
