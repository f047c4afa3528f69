import grp
import pwd

root = pwd.getpwuid(0)
print(root.pw_name, root.pw_uid, root[2], len(root), pwd.getpwnam("root") == root, root in pwd.getpwall())
print(grp.getgrgid(0).gr_name, grp.getgrnam("root").gr_gid, isinstance(grp.getgrgid(0).gr_mem, list))
for wrong in (lambda: pwd.getpwnam("no such user"), lambda: pwd.getpwuid(123456789), lambda: grp.getgrnam("no such group"), lambda: pwd.getpwnam(5)):
    try:
        wrong()
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
