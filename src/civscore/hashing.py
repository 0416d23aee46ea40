"""SHA-256 of what is read.

Little is hashed without OpenSSL, which takes longer to load than a short text to hash; `random` of
the standard library goes about it in the same way.
"""

from typing import IO, Final

try:
    from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]
except ImportError:  # from Python 3.12 on
    from hashlib import sha256

LITTLE: Final = 16 * 2**10
"""Bytes of a file that is hashed at once."""


def digest_of(content: bytes) -> str:
    """The digest in hexadecimal."""
    found: str = sha256(content).hexdigest()
    return found


def digest_of_file(file: IO[bytes]) -> str:
    """The digest of a file open at its start, in hexadecimal."""
    head = file.read(LITTLE)
    if len(head) < LITTLE:
        return digest_of(head)
    from hashlib import file_digest

    file.seek(0)
    return file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
