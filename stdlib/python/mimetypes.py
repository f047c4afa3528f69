"""The kind of a file (a MIME type such as text/html) from the ending of its name, and the other way round."""

import itertools
import os
import posixpath
import sys

__all__ = ["knownfiles", "inited", "MimeTypes", "guess_type", "guess_file_type", "guess_all_extensions", "guess_extension",
           "add_type", "init", "read_mime_types", "suffix_map", "encodings_map", "types_map", "common_types"]

# Lists that other programs keep; each that is there is read by init().
knownfiles = [
    "/etc/mime.types",
    "/etc/httpd/mime.types",
    "/etc/httpd/conf/mime.types",
    "/etc/apache/mime.types",
    "/etc/apache2/mime.types",
    "/usr/local/etc/httpd/conf/mime.types",
    "/usr/local/lib/netscape/mime.types",
    "/usr/local/etc/httpd/conf/mime.types",
    "/usr/local/etc/mime.types",
]

inited = False
_db = None


class MimeTypes:
    """A set of known types; it starts with those of the module."""

    def __init__(self, filenames=(), strict=True):
        if not inited:
            init()
        self.encodings_map = _encodings_map_default.copy()
        self.suffix_map = _suffix_map_default.copy()
        self.types_map = ({}, {})  # what is common, what is registered
        self.types_map_inv = ({}, {})
        for extension, type in _types_map_default.items():
            self.add_type(type, extension, True)
        for extension, type in _common_types_default.items():
            self.add_type(type, extension, False)
        for name in filenames:
            self.read(name, strict)

    def add_type(self, type, ext, strict=True):
        """Let names that end in ext be of the type. strict: it is a registered one."""
        self.types_map[strict][ext] = type
        extensions = self.types_map_inv[strict].setdefault(type, [])
        if ext not in extensions:
            extensions.append(ext)

    def guess_type(self, url, strict=True):
        """The type and the encoding (gzip and the like) of a URL or a file's name; None for what is not known."""
        from urllib.parse import urlparse
        url = os.fspath(url)
        parts = urlparse(url)
        if len(parts.scheme) < 2:
            # A path; one letter is a drive.
            return self.guess_file_type(url, strict=strict)
        url = parts.path
        if parts.scheme == "data":
            # data:[<type>][;parameters][;base64],<data>
            head, comma, _ = url.partition(",")
            if not comma:
                return None, None
            type = head.partition(";")[0]
            return type if "/" in type and "=" not in type else "text/plain", None
        return self._guess_file_type(url, strict, posixpath.splitext)

    def guess_file_type(self, path, *, strict=True):
        """The type and the encoding of a file from its path."""
        path = os.fsdecode(path)
        path = os.path.splitdrive(path)[1]
        return self._guess_file_type(path, strict, os.path.splitext)

    def _guess_file_type(self, path, strict, splitext):
        base, extension = splitext(path)
        while (lower := extension.lower()) in self.suffix_map:
            base, extension = splitext(base + self.suffix_map[lower])
        encoding = None
        if extension in self.encodings_map:
            encoding = self.encodings_map[extension]
            base, extension = splitext(base)
        extension = extension.lower()
        for is_strict in (True,) if strict else (True, False):
            if extension in self.types_map[is_strict]:
                return self.types_map[is_strict][extension], encoding
        return None, encoding

    def guess_all_extensions(self, type, strict=True):
        """All endings that names of this type have."""
        type = type.lower()
        extensions = list(self.types_map_inv[True].get(type, []))
        if not strict:
            extensions += [ext for ext in self.types_map_inv[False].get(type, []) if ext not in extensions]
        return extensions

    def guess_extension(self, type, strict=True):
        """One of the endings that names of this type have, or None."""
        extensions = self.guess_all_extensions(type, strict)
        return extensions[0] if extensions else None

    def read(self, filename, strict=True):
        """Add the types of a file in the format of mime.types."""
        with open(filename, encoding="utf-8") as file:
            self.readfp(file, strict)

    def readfp(self, fp, strict=True):
        """Add the types of an open file: `type ending ending`, # starts a comment."""
        while line := fp.readline():
            words = list(itertools.takewhile(lambda word: word[0] != "#", line.split()))
            for suffix in words[1:]:
                self.add_type(words[0], "." + suffix, strict)

    def read_windows_registry(self, strict=True):
        """Does nothing: there is no such registry here."""


def _known_types():
    if _db is None:
        init()
    return _db


def guess_type(url, strict=True):
    """The type and the encoding (gzip and the like) of a URL or a file's name; None for what is not known."""
    return _known_types().guess_type(url, strict)


def guess_file_type(path, *, strict=True):
    """The type and the encoding of a file from its path."""
    return _known_types().guess_file_type(path, strict=strict)


def guess_all_extensions(type, strict=True):
    """All endings that names of this type have."""
    return _known_types().guess_all_extensions(type, strict)


def guess_extension(type, strict=True):
    """One of the endings that names of this type have, or None."""
    return _known_types().guess_extension(type, strict)


def add_type(type, ext, strict=True):
    """Let names that end in ext be of the type."""
    return _known_types().add_type(type, ext, strict)


def init(files=None):
    """Read the lists of types anew, and those in `files`."""
    global suffix_map, types_map, encodings_map, common_types, inited, _db
    inited = True  # before the next lines: MimeTypes() asks
    if files is not None and _db is not None:
        db = _db
    else:
        db = MimeTypes()
        files = knownfiles if files is None else [*knownfiles, *files]
    for file in filter(os.path.isfile, files):
        db.read(file)
    common_types, types_map = db.types_map
    suffix_map, encodings_map = db.suffix_map, db.encodings_map
    _db = db


def read_mime_types(file):
    """The types of a file in the format of mime.types as a dict; None if it cannot be read."""
    try:
        lines = open(file, encoding="utf-8")
    except OSError:
        return None
    with lines:
        known = MimeTypes()
        known.readfp(lines, True)
    return known.types_map[True]


_SUFFIXES = {".svgz": ".svg.gz", ".tgz": ".tar.gz", ".taz": ".tar.gz", ".tz": ".tar.gz", ".tbz2": ".tar.bz2",
             ".txz": ".tar.xz"}
_ENCODINGS = {".gz": "gzip", ".Z": "compress", ".bz2": "bzip2", ".xz": "xz", ".br": "br"}

# Where several endings have one type, the first is what guess_extension() says.
_TYPES = """
text/javascript .js .mjs
application/json .json
application/manifest+json .webmanifest
application/msword .doc .dot .wiz
application/n-quads .nq
application/n-triples .nt
application/octet-stream .bin .a .dll .exe .o .obj .so
application/oda .oda
application/pdf .pdf
application/pkcs7-mime .p7c
application/postscript .ps .ai .eps
application/trig .trig
application/vnd.apple.mpegurl .m3u .m3u8
application/vnd.ms-excel .xls .xlb
application/vnd.ms-powerpoint .ppt .pot .ppa .pps .pwz
application/wasm .wasm
application/x-bcpio .bcpio
application/x-cpio .cpio
application/x-csh .csh
application/x-dvi .dvi
application/x-gtar .gtar
application/x-hdf .hdf
application/x-hdf5 .h5
application/x-latex .latex
application/x-mif .mif
application/x-netcdf .cdf .nc
application/x-pkcs12 .p12 .pfx
application/x-pn-realaudio .ram
application/x-python-code .pyc .pyo
application/x-sh .sh
application/x-shar .shar
application/x-shockwave-flash .swf
application/x-sv4cpio .sv4cpio
application/x-sv4crc .sv4crc
application/x-tar .tar
application/x-tcl .tcl
application/x-tex .tex
application/x-texinfo .texi .texinfo
application/x-troff .roff .t .tr
application/x-troff-man .man
application/x-troff-me .me
application/x-troff-ms .ms
application/x-ustar .ustar
application/x-wais-source .src
application/xml .xsl .rdf .wsdl .xpdl
application/zip .zip
audio/3gpp .3gp .3gpp
audio/3gpp2 .3g2 .3gpp2
audio/aac .aac .adts .loas .ass
audio/basic .au .snd
audio/mpeg .mp3 .mp2
audio/opus .opus
audio/x-aiff .aif .aifc .aiff
audio/x-pn-realaudio .ra
audio/x-wav .wav
image/avif .avif
image/bmp .bmp
image/gif .gif
image/ief .ief
image/jpeg .jpg .jpe .jpeg
image/heic .heic
image/heif .heif
image/png .png
image/svg+xml .svg
image/tiff .tiff .tif
image/vnd.microsoft.icon .ico
image/webp .webp
image/x-cmu-raster .ras
image/x-portable-anymap .pnm
image/x-portable-bitmap .pbm
image/x-portable-graymap .pgm
image/x-portable-pixmap .ppm
image/x-rgb .rgb
image/x-xbitmap .xbm
image/x-xpixmap .xpm
image/x-xwindowdump .xwd
message/rfc822 .eml .mht .mhtml .nws
text/css .css
text/csv .csv
text/html .html .htm
text/markdown .md .markdown
text/n3 .n3
text/plain .txt .bat .c .h .ksh .pl .srt
text/richtext .rtx
text/rtf .rtf
text/tab-separated-values .tsv
text/vtt .vtt
text/x-python .py
text/x-rst .rst
text/x-setext .etx
text/x-sgml .sgm .sgml
text/x-vcard .vcf
text/xml .xml
video/mp4 .mp4
video/mpeg .mpeg .m1v .mpa .mpe .mpg
video/quicktime .mov .qt
video/webm .webm
video/x-msvideo .avi
video/x-sgi-movie .movie
"""


def _table(text):
    return {extension: type for type, *extensions in map(str.split, text.strip().split("\n")) for extension in extensions}


# Endings that are met, though nobody has registered these types.
_COMMON_TYPES = {".rtf": "application/rtf", ".midi": "audio/midi", ".mid": "audio/midi", ".jpg": "image/jpg", ".pict": "image/pict",
                 ".pct": "image/pict", ".pic": "image/pict", ".xul": "text/xul"}


def _default_mime_types():
    """Go back to what is known without any file: the maps of the module, and what MimeTypes() starts with."""
    global suffix_map, encodings_map, types_map, common_types
    global _suffix_map_default, _encodings_map_default, _types_map_default, _common_types_default
    suffix_map = _suffix_map_default = dict(_SUFFIXES)
    encodings_map = _encodings_map_default = dict(_ENCODINGS)
    types_map = _types_map_default = _table(_TYPES)
    common_types = _common_types_default = dict(_COMMON_TYPES)


_default_mime_types()


def _main():
    import getopt
    usage = """Usage: mimetypes.py [options] type

Options:
    --help / -h       -- print this message and exit
    --lenient / -l    -- additionally search of some common, but non-standard
                         types.
    --extension / -e  -- guess extension instead of type

More than one type argument may be given.
"""
    try:
        options, args = getopt.getopt(sys.argv[1:], "hle", ["help", "lenient", "extension"])
    except getopt.error as error:
        print(usage)
        print(error)
        sys.exit(1)
    strict, extension = True, False
    for option, _ in options:
        if option in ("-h", "--help"):
            print(usage)
            sys.exit(0)
        elif option in ("-l", "--lenient"):
            strict = False
        else:
            extension = True
    for name in args:
        if extension:
            guess = guess_extension(name, strict)
            print(guess if guess else "I don't know anything about type " + name)
        else:
            guess, encoding = guess_type(name, strict)
            print("type:", guess, "encoding:", encoding) if guess else print("I don't know anything about type", name)


if __name__ == "__main__":
    _main()
