"""What a sealed bundle is on a disk: a bag of BagIt 1.0 (RFC 8493), SHA-256 throughout.

    bagit.txt                 that it is a bag
    bag-info.txt              what is in it, and since when
    manifest-sha256.txt       every file of the bundle with its digest
    tagmanifest-sha256.txt    the three above with theirs: its own digest is that of the whole
    signature-ed25519.txt     the list above signed, if somebody signed it
    data/                     the bundle, as it was

A list is read as strictly as it is written. A digest in capitals or a third space is no harm, but
nobody who seals writes it: somebody has been at the list.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from unicodedata import normalize

from civscore.evidence.readers import BAG, PAYLOAD

INFO: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAGS: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "signature-ed25519.txt"
DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
AGENT: Final = b"Bag-Software-Agent: civscore "
SIGNED: Final = (BAG, INFO, MANIFEST)
"""Files the list of tags speaks of."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")
_KEY: Final = re.compile(rb"^Ed25519-Public-Key: ([0-9a-f]{64})$", re.MULTILINE)
_ENCODED: Final = {"%": "%25", "\n": "%0A", "\r": "%0D"}
_DECODED: Final = re.compile("%(25|0A|0D)")


def manifest(digests: Mapping[str, str]) -> bytes:
    """The list of files with their digests, in the order of names."""
    return "".join(f"{digests[name]}  {_encoded(name)}\n" for name in sorted(digests)).encode()


def read_manifest(content: bytes) -> tuple[dict[str, str], list[int]]:
    """The digests by name, and the numbers of lines that are none of a list."""
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    digests: dict[str, str] = {}
    broken = []
    for number, line in enumerate(lines[:-1], 1):
        read = _LINE.fullmatch(line)
        name = read and composed(_DECODED.sub(lambda one: chr(int(one[1], 16)), read[2]))
        if read is None or name is None or name in digests:
            broken.append(number)
        else:
            digests[name] = read[1]
    return digests, [*broken, len(lines)] if lines[-1] else broken


def composed(name: str) -> str:
    """A name in composed characters: systems do not agree on them."""
    return normalize("NFC", name)


def info(told: Mapping[str, str]) -> bytes:
    """What is told of a bag: labels with one line each."""
    return "".join(f"{label}: {' '.join(text.split())}\n" for label, text in told.items()).encode()


def public_key_in(content: bytes) -> str:
    """The key it says it is signed with, in hexadecimal; "" if it says none."""
    found = _KEY.search(content)
    return found[1].decode() if found else ""


def tag_files(digests: Mapping[str, str], told: Mapping[str, str]) -> dict[str, bytes]:
    """Every tag file but the signature, by name; digests are of files in the payload."""
    payload = manifest({f"{PAYLOAD}{name}": digest for name, digest in digests.items()})
    tags = {BAG: DECLARATION, INFO: info(told), MANIFEST: payload}
    listed = manifest({name: sha256(content).hexdigest() for name, content in tags.items()})
    return {**tags, TAGS: listed}


def _encoded(name: str) -> str:
    return re.sub("[%\n\r]", lambda one: _ENCODED[one[0]], name)
