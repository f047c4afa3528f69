import os, tempfile, sys, io
d = tempfile.mkdtemp()
os.chdir(d)
import filecmp
for a in ("l", "r"):
    os.makedirs(a + "/sub/deep")
    open(a + "/same", "w").write("x")
    open(a + "/diff", "w").write(a * 3 if a == "l" else "qq")
    open(a + "/only" + a, "w").close()
    open(a + "/sub/f", "w").write(a * 5)
os.mkdir("l/funny")
open("r/funny", "w").close()
c = filecmp.dircmp("l", "r")
c.report()
c.report_full_closure()
c.report_partial_closure()
print(c.left_list, c.common, c.common_funny, c.same_files, c.diff_files, c.funny_files, sorted(c.subdirs))
print(filecmp.cmp("l/same", "r/same"), filecmp.cmp("l/same", "r/same", shallow=False), filecmp.cmpfiles("l", "r", ["same", "diff", "nope"]))
try:
    c.zzz
except AttributeError as e:
    print(e)
