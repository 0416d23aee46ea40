"""A bundle as a zip, read where it lies: nothing of it is ever written to a disk.

Names are UTF-8, or GBK as Windows writes them. The bundle may be the one folder in it. What an
honest archive never has is refused before anything is read: names that lead out of it or stand for
the same file, links, passwords, and far more content than its size accounts for.

- *What systems leave in it* (`__MACOSX`, `.DS_Store`, `Thumbs.db`) is ignored, which is said.
- *A folder with two names that differ in case only?* Refused: on Windows one replaces the other.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from stat import S_ISLNK
from typing import Any, ClassVar, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from civscore.diagnostics import Diagnostic, Fault, Faulty, Location, fault
from civscore.evidence.attachments import is_clutter, is_outward
from civscore.evidence.packed import BROKEN, Packed, plain
from civscore.evidence.readers import (
    BAG,
    PAYLOAD,
    Limits,
    Reader,
    ending,
    reader_of,
    text_among,
)
from civscore.sentences import say
from civscore.standard.document import UNREADABLE, Document

ENCRYPTED: Final = fault(
    "zip-encrypted",
    ("“{name}”加了密码", "“{name}” is encrypted"),
    ("请去掉密码重新压缩", "make the archive anew without a password"),
)
OUTSIDE: Final = fault(
    "zip-outside",
    ("“{name}”指到压缩包之外", "“{name}” leads out of the archive"),
    ("请核对来源；用系统自带的压缩重新打包", "check where it comes from; make it anew"),
    why=(
        "这样的名字解开时会写到别的文件夹；正常打包不会出现",
        "unpacked, it would be written elsewhere; no honest archive has such a name",
    ),
)
LINK: Final = fault(
    "zip-link",
    ("“{name}”是链接，不是文件", "“{name}” is a link, not a file"),
    ("请把文件本身放进来", "put the file itself in"),
)
SAME_NAME: Final = fault(
    "zip-same-name",
    ("“{name}”与“{other}”是同一个名字", "“{name}” and “{other}” are the same name"),
    ("请改名；大小写不同也算相同", "rename one; upper and lower case are the same"),
)
TOO_LARGE: Final = fault(
    "zip-too-large",
    ("压缩包{what} {found}，超过上限 {most}", "{what}: {found}, more than {most}"),
    ("请核对来源；确属正常的，用 {option} 放宽", "if all is well, allow more with {option}"),
    why=(
        "很小的压缩包可以解出几百吉字节，读它会拖垮电脑",
        "a small archive may hold hundreds of gigabytes",
    ),
)
UNKNOWN_METHOD: Final = fault(
    "zip-method",
    ("“{name}”的压缩方法读不了（{number}）", "“{name}” is packed in a way not known ({number})"),
    ("请用 ZIP 的普通方式（Deflate）重新压缩", "pack it with Deflate"),
)
NO_TEXT: Final = fault(
    "zip-without-bundle",
    ("压缩包里没有 bundle.toml，也没有台账", "there is neither a bundle.toml nor a ledger in it"),
    ("请放在最外层，或只有一个的文件夹里", "put it at the top, or in the only folder"),
)
CLUTTER: Final = fault(
    "clutter-ignored",
    ("系统留下的 {n} 个文件没有读：{names}", "{n} files left by systems are not read: {names}"),
    ("不必处理", "nothing is to be done"),
    severity="warning",
)
_FEW: Final = 50 * 2**20
"""Bytes that may be packed as tightly as they will."""

_SHOWN: Final = 3


class Zip(Reader):
    """Reads a zip."""

    is_text: ClassVar[bool] = False

    def open(self, path: Path, limits: Limits) -> Document:
        return _opened(path, str(path), limits)

    def read(self, content: bytes, file: str, limits: Limits) -> Document:
        return _opened(BytesIO(content), file, limits)


def _opened(source: Path | BytesIO, file: str, limits: Limits) -> Document:
    packed, inside, said = members_of(source, file, limits)
    if packed.has(BAG):
        packed, inside = packed.under(PAYLOAD), inside + PAYLOAD
    name = text_among((n for n in packed.everything() if "/" not in n), file)
    if not name:
        raise Faulty([Diagnostic(NO_TEXT, Location(file))])
    place = f"{file}/{inside}{name}"
    content = packed.content(name, place)
    document = reader_of(ending(name)).read(content, place, limits)
    document.files, document.sha256 = packed, sha256(content).hexdigest()
    document.diagnostics += said
    return document


def members_of(
    source: Path | BytesIO, file: str, limits: Limits
) -> tuple[Packed, str, list[Diagnostic]]:
    """The files of a zip, the one folder they all lie in, and what was ignored.

    Raises:
        Faulty: if it is broken, or has what an honest archive has not.
    """
    try:
        archive = ZipFile(source)
    except (BadZipFile, NotImplementedError, ValueError) as error:
        raise Faulty([Diagnostic(BROKEN, Location(file), {"because": str(error)})]) from None
    except OSError as error:
        values = {"because": error.strerror or str(error)}
        raise Faulty([Diagnostic(UNREADABLE, Location(file), values)]) from None
    members, clutter = _members(archive, file, limits)
    inside = _top(members)
    said = []
    if clutter:
        shown = tuple(clutter[:_SHOWN])
        told: dict[str, Any] = {"n": len(clutter), "names": shown}
        said.append(Diagnostic(CLUTTER, Location(file), told))
    return Packed(archive, _under(members, inside)), inside, said


def _members(archive: ZipFile, file: str, limits: Limits) -> tuple[dict[str, ZipInfo], list[str]]:
    """Files by name, and clutter.

    Raises:
        Faulty: with everything an honest archive does not have.
    """
    found = list(_over(archive, file, limits))
    if found:
        raise Faulty(found)
    members: dict[str, ZipInfo] = {}
    clutter = []
    taken: dict[str, str] = {}
    for info in archive.infolist():
        name = plain(_name(info))
        values: dict[str, Any] = {"name": name}
        place = Location(f"{file}/{name}")
        if is_clutter(name):
            clutter.append(name)
            continue
        kind = _refused(info, name)
        if kind is not None:
            found.append(Diagnostic(kind, place, {**values, "number": info.compress_type}))
        if info.is_dir() or kind is OUTSIDE:
            continue
        other = taken.setdefault(name.casefold(), name)
        if name in members or other != name:
            found.append(Diagnostic(SAME_NAME, place, {**values, "other": other}))
        members[name] = info
    found += _folders_taken(members, file)
    if found:
        raise Faulty(found)
    return members, clutter


def _refused(info: ZipInfo, name: str) -> Fault | None:
    if is_outward(name):
        return OUTSIDE
    if S_ISLNK(info.external_attr >> 16):
        return LINK
    if info.flag_bits & 1:
        return ENCRYPTED
    return None if info.compress_type in {ZIP_STORED, ZIP_DEFLATED} else UNKNOWN_METHOD


def _folders_taken(members: Mapping[str, ZipInfo], file: str) -> Iterator[Diagnostic]:
    """Files that have the name of a folder other files lie in."""
    folders = {name.rpartition("/")[0].casefold() for name in members}
    for name in members:
        if name.casefold() in folders:
            values = {"name": name, "other": f"{name}/"}
            yield Diagnostic(SAME_NAME, Location(f"{file}/{name}"), values)


def _name(info: ZipInfo) -> str:
    """A member's name; without the mark for UTF-8 it is GBK, or UTF-8 all the same."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:  # the zip gave it in Unicode beside
            raw = name.encode()
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/") if not is_outward(name) else name


def _over(archive: ZipFile, file: str, limits: Limits) -> Iterator[Diagnostic]:
    """Which limits an archive does not keep."""
    members = archive.infolist()
    whole, packed = (sum(getattr(one, key) for one in members) for key in _SIZES)
    length = archive.fp.seek(0, 2) if archive.fp else 0
    packed = min(packed, length)  # members that lie over one another count once
    megabytes = -(-whole // 2**20)
    ratio = -(-whole // max(packed, 1)) if whole > _FEW else 0
    for (zh, en), found, most, option in (
        (("内的文件数", "files"), len(members), limits.files, "--zip-files"),
        (("解开后的兆字节数", "megabytes unpacked"), megabytes, limits.megabytes, "--zip-size"),
        (("解开后的倍数", "times its size"), ratio, limits.ratio, "--zip-ratio"),
    ):
        if found > most:
            values = {"what": say(zh, en), "found": found, "most": most, "option": option}
            yield Diagnostic(TOO_LARGE, Location(file), values)


_SIZES: Final = ("file_size", "compress_size")


def _top(members: Mapping[str, ZipInfo]) -> str:
    """The one folder everything lies in, with its slash; else ""."""
    tops = {name.partition("/")[0] for name in members}
    is_one = len(tops) == 1 and all("/" in name for name in members)
    return f"{tops.pop()}/" if is_one else ""


def _under(members: Mapping[str, ZipInfo], inside: str) -> dict[str, ZipInfo]:
    return {name.removeprefix(inside): info for name, info in members.items()}
