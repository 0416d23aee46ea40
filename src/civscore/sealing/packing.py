"""A bundle → a bag, as a folder or in a zip: every file copied and its digest taken on the way.

The same bundle on the same day makes the same bytes: names in order, no clock, nothing of the disk
it lay on. A bag is made beside its place and put there when it is whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, Protocol, TypeAlias
from unicodedata import category

import civscore
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.evidence.attachments import PATH_OUTSIDE, Attachments, Beside, is_clutter
from civscore.evidence.auditing import FILE_MISSING
from civscore.evidence.packed import DAMAGED
from civscore.evidence.readers import PAYLOAD
from civscore.reports.writing import replacing
from civscore.sealing import bags
from civscore.sealing.archives import Archive
from civscore.sealing.placing import new_folder
from civscore.sealing.signing import Signer
from civscore.sentences import Sentence, say
from civscore.standard.document import Document
from civscore.values import Value

CANNOT_SEAL: Final = fault(
    "cannot-be-sealed",
    ("“{name}”不能封存：{because}", "“{name}” cannot be sealed: {because}"),
    ("请改名，或把文件本身放进来", "rename it, or put the file itself in"),
    why=(
        "封存的每个文件都写进清单，换一台电脑也要核对得了",
        "every file is put on the list, and has to be found by it on another computer",
    ),
)
Watch: TypeAlias = Callable[[tuple[str, ...]], Iterable[str]]

_PART: Final = 2**20


class Sealed(Value):
    """What was put into a bag."""

    files: int
    size: int
    sha256: str
    """The digest of the list of tags, which stands for the whole."""

    signed_by: str = ""


class Target(Protocol):
    """A bag being written."""

    def put(self, name: str, size: int) -> AbstractContextManager[IO[bytes]]:
        """A file of it, to be written."""


def contents(document: Document, *, is_whole: bool) -> tuple[str, ...]:
    """The files of a bundle that are sealed, in order: all of them, or the text and what it lists.

    Raises:
        Faulty: if something cannot be sealed. What is listed and not there is noted.
    """
    files: Attachments = document.files or Beside(Path(document.file).parent)
    listed = set(_listed(document, files))
    document.raise_errors()
    names = listed | {Path(document.file).name}
    if is_whole:
        names |= {name for name in files.everything() if not is_clutter(name)}
    found = sorted(names)
    document.diagnostics += _refused(found, files, document.file)
    document.raise_errors()
    return tuple(found)


def seal(
    document: Document,
    names: tuple[str, ...],
    target: Path,
    day: date,
    signer: Signer | None = None,
    watch: Watch = iter,
) -> Sealed:
    """Write the bag of these files of a bundle to a place that is free, or replace a bag there.

    Raises:
        Faulty: if it cannot be written, or a file cannot be read.
    """
    files: Attachments = document.files or Beside(Path(document.file).parent)
    if target.suffix.lower() != ".zip":
        with new_folder(target) as folder:
            return _write(_Folder(folder), document, files, watch(names), day, signer)
    with replacing(str(target)) as file:
        archive = Archive(file, _top(document))
        with archive.zip:
            return _write(archive, document, files, watch(names), day, signer)


def _write(
    target: Target,
    document: Document,
    files: Attachments,
    names: Iterable[str],
    day: date,
    signer: Signer | None,
) -> Sealed:
    digests: dict[str, str] = {}
    size = 0
    for name in names:
        digests[name], length = _copy(files, name, target)
        size += length
    told = _told(document, day, f"{size}.{len(digests)}", signer)
    tags = bags.tag_files(digests, told)
    if signer is not None:
        tags[bags.SIGNATURE] = signer.sign(tags[bags.TAGS])
    for name, content in tags.items():
        with target.put(name, len(content)) as file:
            file.write(content)
    whole = sha256(tags[bags.TAGS]).hexdigest()
    return Sealed(len(digests), size, whole, signer.public if signer else "")


def _copy(files: Attachments, name: str, target: Target) -> tuple[str, int]:
    """A file's digest and size, once it is in the bag."""
    found = sha256()
    size = 0
    with target.put(f"{PAYLOAD}{name}", files.size(name)) as file:
        for part in _parts(files, name):
            found.update(part)
            size += file.write(part)
    return found.hexdigest(), size


def _parts(files: Attachments, name: str) -> Iterator[bytes]:
    """A file, part by part.

    Raises:
        Faulty: if it cannot be read, or its archive is damaged there.
    """
    try:
        with files.open(name) as source:
            while part := source.read(_PART):
                yield part
    except DAMAGED as error:
        values = {"name": name, "because": str(error)}
        raise Faulty([Diagnostic(CANNOT_SEAL, Location(name), values)]) from None


def _told(document: Document, day: date, oxum: str, signer: Signer | None) -> Mapping[str, str]:
    community = _community(document)
    return {
        "Bag-Software-Agent": f"civscore {civscore.__version__}",
        "Bagging-Date": day.isoformat(),
        "External-Description": str(community.get("name", "")),
        "External-Identifier": str(community.get("id", "")),
        "Payload-Oxum": oxum,
    } | ({"Ed25519-Public-Key": signer.public} if signer else {})


def _community(document: Document) -> Mapping[str, Any]:
    found = document.data.get("community")
    return found if isinstance(found, dict) else {}


def _top(document: Document) -> str:
    """The one folder of a zip: the community's id, where that is a plain name."""
    name = str(_community(document).get("id", ""))
    return name if name.isascii() and name.replace("-", "").isalnum() else "bag"


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, size: int) -> AbstractContextManager[IO[bytes]]:  # noqa: ARG002
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("xb")


# --- what is sealed -------------------------------------------------------------------------------


def _listed(document: Document, files: Attachments) -> Iterator[str]:
    """Files the text lists and that are there."""
    pieces = document.data.get("evidence", ())
    for number, piece in enumerate(pieces if isinstance(pieces, list) else ()):
        name = piece.get("file") if isinstance(piece, dict) else None
        if isinstance(name, str) and name:
            if not files.hold(name):
                document.entry("evidence", number).report(PATH_OUTSIDE, "file", file=name)
            elif files.has(name):
                yield name.removeprefix("./")
            else:
                document.entry("evidence", number).report(FILE_MISSING, "file", file=name)


def _refused(names: Iterable[str], files: Attachments, place: str) -> Iterator[Diagnostic]:
    taken: dict[str, str] = {}
    for name in names:
        other = taken.setdefault(bags.composed(name).casefold(), name)
        because = _because(name, other, files)
        if because is not None:
            shown = name.encode("utf-8", "replace").decode()
            yield Diagnostic(CANNOT_SEAL, Location(place), {"name": shown, "because": because})


def _because(name: str, other: str, files: Attachments) -> Sentence | None:
    if other != name:
        return say("与“{other}”是同一个名字", "“{other}” is the same name", other=other)
    if any(category(one) in {"Cc", "Cs"} for one in name):
        return say("名字里有认不得的字符", "there are characters in it that nobody can read")
    if not (files.hold(name) and files.has(name)):
        return say("是链接，或读不了", "it is a link, or cannot be read")
    return None
