"""Parts of the type image."""

from email import encoders
from email.mime.nonmultipart import MIMENonMultipart

__all__ = ["MIMEImage"]


_SIGNATURES = (("jpeg", 6, (b"JFIF", b"Exif")), ("jpeg", 0, (b"\xff\xd8\xff\xdb",)), ("png", 0, (b"\x89PNG\r\n\x1a\n",)),
               ("gif", 0, (b"GIF87a", b"GIF89a")), ("tiff", 0, (b"MM", b"II")), ("rgb", 0, (b"\x01\xda",)), ("xbm", 0, (b"#define ",)),
               ("bmp", 0, (b"BM",)), ("webp", 8, (b"WEBP",)), ("exr", 0, (b"v/1\x01",)))


def _what(data):
    for kind, offset, signatures in _SIGNATURES:
        if data[offset:].startswith(signatures):
            return kind
    return None


class MIMEImage(MIMENonMultipart):
    """A picture; its subtype is found out from the data."""

    def __init__(self, _imagedata, _subtype=None, _encoder=encoders.encode_base64, *, policy=None, **_params):
        _subtype = _what(_imagedata) if _subtype is None else _subtype
        if _subtype is None:
            raise TypeError("Could not guess image MIME subtype")
        MIMENonMultipart.__init__(self, "image", _subtype, policy=policy, **_params)
        self.set_payload(_imagedata)
        _encoder(self)
