"""What a bundle is made of, by digest 摘要: its text, and every file a piece is shown with.

The digest of the whole is that of the list: a line each, digest and name, in the order of names.
"""

from collections.abc import Mapping

from civscore.evidence.model import Bundle
from civscore.hashing import digest_of as sha256_of


def files_of(bundle: Bundle) -> Mapping[str, str]:
    """SHA-256 of each file by its name, in order; "" for one that is not there."""
    if bundle.view == "public":
        return {}
    name, digest = bundle.text
    found = {one.piece.file.removeprefix("./"): one.sha256 for one in bundle.pieces}
    return dict(sorted({**{n: d for n, d in found.items() if n}, name: digest}.items()))


def digest_of(bundle: Bundle) -> str:
    """The digest of the whole; "" if the files were not read whole."""
    if bundle.view == "public":
        return bundle.sha256
    text = bundle.text[1]
    if not text or any(one.state == "present" and not one.sha256 for one in bundle.pieces):
        return ""
    return sha256_of(listed(files_of(bundle)).encode("utf-8", "surrogateescape"))


def listed(digests: Mapping[str, str]) -> str:
    """The list: a line for each file that is there, as a manifest of BagIt has it."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items() if digest)
