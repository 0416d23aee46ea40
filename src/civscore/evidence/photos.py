"""The day a photo was taken, as the camera wrote it into a JPEG (Exif 2.3, `DateTimeOriginal`).

Only whole days matter here; a camera's clock may be wrong, so what follows from it is only said.
"""

from collections.abc import Iterator
from datetime import date
from struct import error as struct_error
from struct import unpack_from
from typing import Final

HEAD: Final = 2**17
"""Bytes of a file in which the marks of a camera lie: they come first, 64 KB each at most."""

_IFD: Final = 0x8769
_TAKEN: Final = 0x9003
_MOST_TAGS: Final = 200


def day_taken(head: bytes) -> date | None:
    """The day in the first bytes of a file; None where there is none, or it is no JPEG."""
    for segment in _segments(head):
        if segment.startswith(b"Exif\0\0"):
            try:
                return _day(segment[6:])
            except (struct_error, ValueError):
                return None
    return None


def _segments(head: bytes) -> Iterator[bytes]:
    """What stands between the markers before the picture itself."""
    at = 2 if head.startswith(b"\xff\xd8") else len(head)
    while head[at : at + 1] == b"\xff" and len(head) >= at + 4:
        length = int.from_bytes(head[at + 2 : at + 4], "big")
        if length < 2:  # noqa: PLR2004 - the length counts itself
            return
        yield head[at + 4 : at + 2 + length]
        at += 2 + length


def _day(tiff: bytes) -> date | None:
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = unpack_from(f"{order}I", tiff, 4)
    inner = _tag(tiff, order, first, _IFD)
    place = None if inner is None else _tag(tiff, order, inner, _TAKEN)
    if place is None:
        return None
    written = tiff[place : place + 10].decode("ascii", "replace")
    return date.fromisoformat(written.replace(":", "-"))


def _tag(tiff: bytes, order: str, directory: int, wanted: int) -> int | None:
    """The number under a tag of a directory: its value, or where that stands."""
    (count,) = unpack_from(f"{order}H", tiff, directory)
    for number in range(min(count, _MOST_TAGS)):
        tag, _, _, value = unpack_from(f"{order}HHII", tiff, directory + 2 + 12 * number)
        if tag == wanted:
            return int(value)
    return None
