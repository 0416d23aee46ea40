"""Zips as people and attackers make them, each with what is said of it."""

import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

from texts import BUNDLE, changed

Named: TypeAlias = str | bytes | ZipInfo

PLACED: Final = changed(
    BUNDLE,
    '= 2026-01-01, until = 2026-06-30 }\nfile = "bundle.toml"',
    '= 2026-01-01, until = 2026-06-30 }\nfile = "佐证/照片.txt"',
)
"""A bundle whose first piece lies in a folder with a Chinese name."""

GOOD: Final[Mapping[str, str]] = {"bundle.toml": PLACED, "佐证/照片.txt": "照片"}


def packed(members: Mapping[str, str], *, more: tuple[tuple[Named, str], ...] = ()) -> bytes:
    """A zip of these members, and of more under names a mapping could not hold."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in (*members.items(), *more):
            archive.writestr(name if isinstance(name, ZipInfo) else str(name), text)
    return content.getvalue()


def unmarked(members: Mapping[str, str], encoding: str) -> bytes:
    """A zip whose names are in an encoding that is not said, as Windows and old tools write it."""
    stand_ins = {f"{number:03}" + "x" * (len(name.encode(encoding)) - 3): name
                 for number, name in enumerate(members)}  # fmt: skip
    content = packed({stand_in: members[name] for stand_in, name in stand_ins.items()})
    for stand_in, name in stand_ins.items():
        content = content.replace(stand_in.encode(), name.encode(encoding))
    return content


def flagged(content: bytes, flag: int) -> bytes:
    """The zip with a flag set on its last member, where it is and in the list at the end."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.rindex(mark) + offset
        (flags,) = struct.unpack_from("<H", content, at)
        content = content[:at] + struct.pack("<H", flags | flag) + content[at + 2 :]
    return content


def link(name: str, target: str) -> tuple[ZipInfo, str]:
    """A symbolic link, as a zip keeps it."""
    info = ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info, target


def lying(content: bytes, size: int) -> bytes:
    """The zip whose last member says it unpacks to so many bytes."""
    at = content.rindex(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def other_method(members: Mapping[str, str]) -> bytes:
    """A zip packed in another way."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_LZMA) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


ZEROS: Final = "\0" * (60 * 2**20)

REFUSED: Final[Mapping[str, tuple[Callable[[], bytes], str]]] = {
    "not a zip": (lambda: b"Rar!\x1a\x07", "zip-broken"),
    "empty": (lambda: b"", "zip-broken"),
    "cut short": (lambda: packed(GOOD)[:-40], "zip-broken"),
    "nothing in it": (lambda: packed({}), "zip-without-bundle"),
    "no bundle": (lambda: packed({"照片.txt": "x"}), "zip-without-bundle"),
    "two folders": (
        lambda: packed({f"{one}/{name}": text for one in "ab" for name, text in GOOD.items()}),
        "zip-without-bundle",
    ),
    "upwards": (lambda: packed({**GOOD, "../x.txt": "x"}), "zip-outside"),
    "upwards inside": (lambda: packed({**GOOD, "a/../../x.txt": "x"}), "zip-outside"),
    "from the root": (lambda: packed({**GOOD, "/etc/x": "x"}), "zip-outside"),
    "a drive": (lambda: packed({**GOOD, "C:/x.txt": "x"}), "zip-outside"),
    "backslashes upwards": (lambda: packed({**GOOD, "..\\x.txt": "x"}), "zip-outside"),
    "a server": (lambda: packed({**GOOD, "\\\\host\\x": "x"}), "zip-outside"),
    "a link": (lambda: packed(GOOD, more=(link("佐证/b", "照片.txt"),)), "zip-link"),
    "a link outwards": (lambda: packed(GOOD, more=(link("佐证/b", "/etc"),)), "zip-link"),
    "upper and lower case": (
        lambda: packed({**GOOD, "佐证/a.txt": "x", "佐证/A.TXT": "y"}), "zip-same-name",
    ),
    "composed and not": (
        lambda: packed({**GOOD, "佐证/\u00e9.txt": "x", "佐证/e\u0301.txt": "y"}), "zip-same-name",
    ),
    "a file and a folder": (lambda: packed({**GOOD, "佐证": "x"}), "zip-same-name"),
    "either slash": (lambda: packed({**GOOD, "佐证\\照片.txt": "x"}), "zip-same-name"),
    "a password": (lambda: flagged(packed({**GOOD, "z.txt": "x"}), 1), "zip-encrypted"),
    "a bundle with a password": (
        lambda: flagged(packed({"bundle.toml": PLACED}), 1), "zip-encrypted",
    ),
    "another method": (lambda: other_method(GOOD), "zip-method"),
    "too many files": (
        lambda: packed({**GOOD, **{f"{n}.txt": "" for n in range(10_001)}}), "zip-too-large",
    ),
    "grows too much": (lambda: packed({**GOOD, "佐证/零": ZEROS}), "zip-too-large"),
    "says it is huge": (
        lambda: lying(packed({**GOOD, "佐证/零": "x"}), 2**32 - 2), "zip-too-large",
    ),
    "a huge text": (lambda: packed({"bundle.toml": "#" * (17 * 2**20)}), "too-big"),
    "another size than it says": (
        lambda: lying(packed({"bundle.toml": PLACED}), 4), "zip-broken",
    ),
    "a faulty bundle": (lambda: packed({"bundle.toml": "a ="}), "broken-toml"),
}  # fmt: skip
"""Name → the zip, and the code of the one thing said of it."""


def written(folder: Path, content: bytes, name: str = "a.zip") -> Path:
    """A file of these bytes."""
    file = folder / name
    file.write_bytes(content)
    return file
