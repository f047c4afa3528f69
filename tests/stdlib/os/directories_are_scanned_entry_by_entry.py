import os
import tempfile

with tempfile.TemporaryDirectory() as top:
    os.mkdir(os.path.join(top, "directory"))
    with open(os.path.join(top, "file"), "w") as file:
        file.write("abc")
    os.symlink("directory", os.path.join(top, "link"))
    os.symlink("nowhere", os.path.join(top, "dead"))
    with os.scandir(top) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            print(entry, entry.name, entry.is_dir(), entry.is_dir(follow_symlinks=False), entry.is_file(), entry.is_symlink(),
                  os.fspath(entry) == os.path.join(top, entry.name), entry.inode() == os.lstat(entry.path).st_ino)
    print(sorted(entry.name for entry in os.scandir(os.fsencode(top))))
    fd = os.open(top, os.O_RDONLY)
    print(sorted(os.listdir(fd)), sorted((entry.name, entry.path) for entry in os.scandir(fd)))
    print(os.stat("file", dir_fd=fd).st_size, os.readlink("link", dir_fd=fd), os.access("nothing", os.F_OK, dir_fd=fd))
    os.close(fd)
    for base, directories, files, fd in os.fwalk(top):
        print(os.path.relpath(base, top), sorted(directories), sorted(files), os.path.isdir(base))
    scan = os.scandir(top)
    scan.close()
    print(list(scan))
    try:
        os.scandir(os.path.join(top, "none"))
    except FileNotFoundError as error:
        print(os.path.basename(error.filename))
