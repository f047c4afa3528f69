import getopt

print(getopt.getopt("-a -b value --long --with=x rest -c".split(), "ab:c", ["long", "with="]))
print(getopt.gnu_getopt("-a rest --wi x more".split(), "a", ["with="]))
for arguments in (["-x"], ["-b"], ["--lo", "--unknown"], ["--with"], ["--long=3"]):
    try:
        getopt.getopt(arguments, "ab:", ["long", "with="])
    except getopt.GetoptError as e:
        print(e.msg, repr(e.opt))
