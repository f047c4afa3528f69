"""Parts of the type audio."""

from email import encoders
from email.mime.nonmultipart import MIMENonMultipart

__all__ = ["MIMEAudio"]


def _what(data):
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "x-wav"
    if data.startswith(b".snd"):
        return "basic"
    if data.startswith(b"FORM") and data[8:12] in (b"AIFF", b"AIFC"):
        return "x-aiff"
    return None


class MIMEAudio(MIMENonMultipart):
    """Sound; its subtype is found out from the data."""

    def __init__(self, _audiodata, _subtype=None, _encoder=encoders.encode_base64, *, policy=None, **_params):
        _subtype = _what(_audiodata) if _subtype is None else _subtype
        if _subtype is None:
            raise TypeError("Could not find audio MIME subtype")
        MIMENonMultipart.__init__(self, "audio", _subtype, policy=policy, **_params)
        self.set_payload(_audiodata)
        _encoder(self)
