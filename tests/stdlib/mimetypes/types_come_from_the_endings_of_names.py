import mimetypes
mimetypes.init([])
mimetypes.knownfiles.clear()
mimetypes._db = None
mimetypes.init()
for n in ("a.tar.gz", "b.html", "c.tgz", "http://x/y.png?q", "data:text/html;base64,xx", "data:,x", "n", "x.JPG", "y.pict", "a.b.Z", "foo.svgz"):
    print(n, mimetypes.guess_type(n))
print(mimetypes.guess_extension("text/html"), mimetypes.guess_all_extensions("image/jpeg"), mimetypes.guess_type("y.pict", strict=False), mimetypes.guess_file_type("/a/b.py"))
mimetypes.add_type("text/foo", ".foo")
print(mimetypes.guess_type("x.foo"))
