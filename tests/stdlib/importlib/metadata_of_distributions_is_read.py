import os
import sys
import tempfile
from importlib import metadata

FILES = {
    "demo_pkg-1.2.3.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo-pkg\nVersion: 1.2.3\nSummary: A demo\nClassifier: A :: B\n"
        "Classifier: C :: D\nRequires-Dist: numpy >=1.0\nRequires-Dist: pytest ; extra == 'test'\n\nThe long\ndescription.\n",
    "demo_pkg-1.2.3.dist-info/entry_points.txt": "[console_scripts]\ndemo = demo_pkg.cli:main\n"
        "other = demo_pkg.cli:sub.run [extra1, extra2]\n\n# comment\n[demo.plugins]\na = demo_pkg.cli\n",
    "demo_pkg-1.2.3.dist-info/top_level.txt": "demo_pkg\n",
    "demo_pkg-1.2.3.dist-info/RECORD": "demo_pkg/__init__.py,sha256=abc,12\ndemo_pkg/cli.py,,\ndemo_pkg/missing.py,,\n",
    "Other.Dist-0.5.dist-info/METADATA": "Metadata-Version: 2.1\nName: Other.Dist\nVersion: 0.5\nDescription: x\n",
    "old_one-0.1.egg-info/PKG-INFO": "Metadata-Version: 1.0\nName: old-one\nVersion: 0.1\n",
    "old_one-0.1.egg-info/requires.txt": "first\nsecond>=2\n\n[tests]\npytest\n\n[:python_version < '3']\nenum34\n",
    "demo_pkg/__init__.py": "",
    "demo_pkg/cli.py": "def main(): return 'ran'\nclass sub:\n    run = 5\n",
}
with tempfile.TemporaryDirectory() as folder:
    for name, text in FILES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    print([metadata.version(name) for name in ("demo-pkg", "Demo_Pkg", "other-dist", "other.dist", "old-one")])
    for name in ("no-such-thing", ""):
        try:
            metadata.version(name)
        except (metadata.PackageNotFoundError, ValueError) as error:
            print(type(error).__name__, error, getattr(error, "name", None))
    fields = metadata.metadata("demo-pkg")
    print(fields["Name"], fields.get_all("Classifier"), sorted(set(fields.keys())), repr(fields["Description"]))
    print(sorted(fields.json.items()))
    demo = metadata.distribution("demo-pkg")
    print(demo.name, demo.version, demo.requires, demo.read_text("top_level.txt"), demo.read_text("missing"))
    print(demo.files, demo.files[0].hash, demo.files[0].size, demo.files[1].hash, demo.files[1].read_text().split("\n")[0])
    print(os.path.relpath(demo.files[0].locate(), folder), metadata.files("other.dist"))
    for entry in demo.entry_points:
        print(entry, entry.module, entry.attr, entry.extras, entry.dist.name)
    print([getattr(entry.load(), "__name__", entry.load()) for entry in demo.entry_points])
    group = metadata.entry_points(group="demo.plugins")
    print(group, group.names, group.groups, group["a"], len(group.select(name="b")))
    try:
        group["b"]
    except KeyError as error:
        print(error)
    print(metadata.requires("demo-pkg"), metadata.requires("other.dist"), metadata.requires("old-one"))
    print(metadata.packages_distributions()["demo_pkg"])
    print(sorted(each.name for each in metadata.distributions(path=[folder])))
    print([each.name for each in metadata.distributions(name="demo_pkg")])
    entry = metadata.EntryPoint(name="n", value="mod:attr", group="g")
    print(entry == metadata.EntryPoint("n", "mod:attr", "g"), entry < metadata.EntryPoint("o", "m", "g"), entry.matches(name="n"))
    try:
        entry.name = "other"
    except AttributeError as error:
        print(error)
    sys.path.remove(folder)
