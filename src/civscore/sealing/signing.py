"""Signatures 签名： Ed25519 (RFC 8032), over the list of a bag's tags.

A key is a PEM file without a passphrase, as `openssl genpkey -algorithm ed25519` writes it. Who
verifies needs the public half, from somewhere else than the bag: the bag only says which it was.

- *The same bag, signed twice?* The same bytes: these signatures have no chance in them.
"""

from pathlib import Path
from typing import Any, Final

from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.extras import wanted
from civscore.standard.document import read_bytes

KEY_UNREADABLE: Final = fault(
    "key-unreadable",
    ("不是能用的 Ed25519 密钥：{because}", "no usable Ed25519 key: {because}"),
    (
        "请用 openssl genpkey -algorithm ed25519 -out key.pem 生成，不设密码",
        "make one with openssl genpkey -algorithm ed25519 -out key.pem, without a passphrase",
    ),
)


class Signer:
    """Someone's private key."""

    def __init__(self, file: str) -> None:
        """Read it.

        Raises:
            Faulty: if it is not there, of another kind, or `cryptography` is not installed.
        """
        self._key = _read(file, is_private=True)

    @property
    def public(self) -> str:
        """The public half, in hexadecimal."""
        return _hex(self._key.public_key())

    def sign(self, content: bytes) -> bytes:
        """The file with the signature of these bytes: one line in hexadecimal."""
        return f"{self._key.sign(content).hex()}\n".encode()


def public_key(file: str) -> str:
    """The public key of a PEM file that holds it, or the private one, in hexadecimal.

    Raises:
        Faulty: if it is not there, of another kind, or `cryptography` is not installed.
    """
    is_private = b"PRIVATE KEY" in read_bytes(Path(file))
    key = _read(file, is_private=is_private)
    return _hex(key.public_key() if is_private else key)


def is_signed(content: bytes, signature: bytes, key: str) -> bool:
    """Whether the file with the signature is that of these bytes, by this public key.

    Raises:
        Faulty: if `cryptography` is not installed.
    """
    wanted("cryptography", "sign")
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        given = bytes.fromhex(signature.decode("ascii"))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(given, content)
    except (ValueError, InvalidSignature):
        return False
    return signature == f"{given.hex()}\n".encode()


def _read(file: str, *, is_private: bool) -> Any:
    wanted("cryptography", "sign")
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519

    content = read_bytes(Path(file))
    kind = ed25519.Ed25519PrivateKey if is_private else ed25519.Ed25519PublicKey
    try:
        key: Any = (
            serialization.load_pem_private_key(content, None)
            if is_private
            else serialization.load_pem_public_key(content)
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        because = str(error).partition(".")[0] or "?"
        raise Faulty([Diagnostic(KEY_UNREADABLE, Location(file), {"because": because})]) from None
    if not isinstance(key, kind):
        because = type(key).__name__
        raise Faulty([Diagnostic(KEY_UNREADABLE, Location(file), {"because": because})])
    return key


def _hex(key: Any) -> str:
    raw: bytes = key.public_bytes_raw()
    return raw.hex()
