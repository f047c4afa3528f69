"""Comparison of files and of folders."""

import os
import stat
from types import GenericAlias

__all__ = ["clear_cache", "cmp", "dircmp", "cmpfiles", "DEFAULT_IGNORES"]

BUFSIZE = 8 * 1024
DEFAULT_IGNORES = ["RCS", "CVS", "tags", ".git", ".hg", ".bzr", "_darcs", "__pycache__"]

_cache = {}


def clear_cache():
    """Forget the results of cmp(): files may have changed within the resolution of their times."""
    _cache.clear()


def _signature(status):
    return stat.S_IFMT(status.st_mode), status.st_size, status.st_mtime


def cmp(f1, f2, shallow=True):
    """Whether two files are equal. shallow: those of the same kind, size and time are, without a look inside."""
    first, second = _signature(os.stat(f1)), _signature(os.stat(f2))
    if first[0] != stat.S_IFREG or second[0] != stat.S_IFREG:
        return False
    if shallow and first == second:
        return True
    if first[1] != second[1]:
        return False
    key = f1, f2, first, second
    outcome = _cache.get(key)
    if outcome is None:
        outcome = _same_contents(f1, f2)
        if len(_cache) > 100:
            clear_cache()
        _cache[key] = outcome
    return outcome


def _same_contents(f1, f2):
    with open(f1, "rb") as file1, open(f2, "rb") as file2:
        while True:
            block1, block2 = file1.read(BUFSIZE), file2.read(BUFSIZE)
            if block1 != block2:
                return False
            if not block1:
                return True


def cmpfiles(a, b, common, shallow=True):
    """Compare the files named in `common` in two folders: lists of the equal, the different, and those that could not be read."""
    results = [], [], []
    for name in common:
        try:
            which = 0 if cmp(os.path.join(a, name), os.path.join(b, name), shallow) else 1
        except (OSError, ValueError):
            which = 2
        results[which].append(name)
    return results


class dircmp:
    """Two folders side by side. Each attribute is found out when it is first asked for."""

    def __init__(self, a, b, ignore=None, hide=None, *, shallow=True):
        self.left = a
        self.right = b
        self.hide = [os.curdir, os.pardir] if hide is None else hide
        self.ignore = DEFAULT_IGNORES if ignore is None else ignore
        self.shallow = shallow

    def phase0(self):
        """left_list, right_list: the names in each."""
        self.left_list = sorted(name for name in os.listdir(self.left) if name not in self.hide + self.ignore)
        self.right_list = sorted(name for name in os.listdir(self.right) if name not in self.hide + self.ignore)

    def phase1(self):
        """common, left_only, right_only."""
        right = {os.path.normcase(name) for name in self.right_list}
        left = {os.path.normcase(name): name for name in self.left_list}
        self.common = [name for key, name in left.items() if key in right]
        self.left_only = [name for key, name in left.items() if key not in right]
        self.right_only = [name for name in self.right_list if os.path.normcase(name) not in left]

    def phase2(self):
        """common_dirs, common_files, common_funny: of the same kind on both sides, or not."""
        self.common_dirs, self.common_files, self.common_funny = [], [], []
        for name in self.common:
            try:
                kinds = {stat.S_IFMT(os.stat(os.path.join(side, name)).st_mode) for side in (self.left, self.right)}
            except (OSError, ValueError):
                kinds = ()
            if kinds == {stat.S_IFDIR}:
                self.common_dirs.append(name)
            elif kinds == {stat.S_IFREG}:
                self.common_files.append(name)
            else:
                self.common_funny.append(name)

    def phase3(self):
        """same_files, diff_files, funny_files."""
        self.same_files, self.diff_files, self.funny_files = cmpfiles(self.left, self.right, self.common_files, self.shallow)

    def phase4(self):
        """subdirs: comparisons of the common folders."""
        self.subdirs = {}
        for name in self.common_dirs:
            self.subdirs[name] = self.__class__(os.path.join(self.left, name), os.path.join(self.right, name), self.ignore,
                                                self.hide, shallow=self.shallow)

    def phase4_closure(self):
        """subdirs, and theirs, all the way down."""
        self.phase4()
        for folder in self.subdirs.values():
            folder.phase4_closure()

    def report(self):
        """Print what differs between the two folders."""
        print("diff", self.left, self.right)
        for title, names in (("Only in " + str(self.left), self.left_only), ("Only in " + str(self.right), self.right_only)):
            if names:
                names.sort()
                print(title, ":", names)
        for title, names in (("Identical files", self.same_files), ("Differing files", self.diff_files),
                             ("Trouble with common files", self.funny_files), ("Common subdirectories", self.common_dirs),
                             ("Common funny cases", self.common_funny)):
            if names:
                names.sort()
                print(title, ":", names)

    def report_partial_closure(self):
        """Print what differs, and the same of the common folders."""
        self.report()
        for folder in self.subdirs.values():
            print()
            folder.report()

    def report_full_closure(self):
        """Print what differs, all the way down."""
        self.report()
        for folder in self.subdirs.values():
            print()
            folder.report_full_closure()

    methodmap = dict(subdirs=phase4, same_files=phase3, diff_files=phase3, funny_files=phase3, common_dirs=phase2,
                     common_files=phase2, common_funny=phase2, common=phase1, left_only=phase1, right_only=phase1,
                     left_list=phase0, right_list=phase0)

    def __getattr__(self, attr):
        if attr not in self.methodmap:
            raise AttributeError(attr)
        self.methodmap[attr](self)
        return getattr(self, attr)

    __class_getitem__ = classmethod(GenericAlias)


def demo():
    import getopt
    import sys
    options, args = getopt.getopt(sys.argv[1:], "r")
    if len(args) != 2:
        raise getopt.GetoptError("need exactly two args", None)
    comparison = dircmp(args[0], args[1])
    if ("-r", "") in options:
        comparison.report_full_closure()
    else:
        comparison.report()


if __name__ == "__main__":
    demo()
