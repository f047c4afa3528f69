"""Encode the data of a part, and say so in its header."""

import base64
import quopri

__all__ = ["encode_7or8bit", "encode_base64", "encode_noop", "encode_quopri"]


def encode_base64(msg):
    """Base64."""
    data = msg.get_payload(decode=True) or b""
    msg.set_payload(base64.encodebytes(data).decode("ascii"))
    msg["Content-Transfer-Encoding"] = "base64"


def encode_quopri(msg):
    """Quoted-printable."""
    data = msg.get_payload(decode=True) or b""
    msg.set_payload(quopri.encodestring(data, quotetabs=True).replace(b" ", b"=20").decode("ascii"))
    msg["Content-Transfer-Encoding"] = "quoted-printable"


def encode_7or8bit(msg):
    """As it is; the header says whether it is ASCII."""
    data = msg.get_payload(decode=True)
    msg["Content-Transfer-Encoding"] = "7bit" if data is None or data.isascii() else "8bit"


def encode_noop(msg):
    """Nothing."""
