"""One picture shown by several communities: told by its digest, wherever it lies and is called.

Only pictures of the same size are read whole, so that looking at many communities stays quick.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from civscore.diagnostics import Diagnostic, Location, fault
from civscore.evidence.attachments import Attachments, Beside
from civscore.evidence.auditing import PICTURES
from civscore.evidence.model import Bundle
from civscore.evidence.readers import USUAL, Limits, open_bundle
from civscore.standard.document import Document
from civscore.values import Value

PICTURE_OF_ANOTHER: Final = fault(
    "picture-of-another",
    (
        "与{name}（{id}）的 {piece} 是同一张照片：“{file}”",
        "the same picture as {piece} of {name} ({id}): “{file}”",
    ),
    ("请核对照片拍的是哪个社区", "check which community it was taken in"),
    severity="warning",
    why=(
        "一张照片不会同时拍到两个社区；多半是相互借用，或者放错了文件夹",
        "a picture is of one place; it was borrowed, or put into the wrong folder",
    ),
)


class Picture(Value):
    """A picture among the evidence of a community."""

    path: Path
    id: str  # of the community
    name: str
    piece: str  # its id
    file: str
    size: int
    place: Location  # where its file is named


def pictures_in(path: Path, document: Document, bundle: Bundle) -> tuple[Picture, ...]:
    """The pictures of a bundle that lies at a path; an archive is closed after that."""
    files: Attachments = document.files or Beside(bundle.folder)
    document.files = None
    community = bundle.community
    return tuple(
        Picture(path, community.id, community.name, piece.id, piece.file, size, place)
        for number, shown in enumerate(bundle.pieces)
        if shown.state == "present" and shown.piece.kind in PICTURES
        for piece, size in ((shown.piece, files.size(shown.piece.file)),)
        for place in (document.value_at(("evidence", number, "file")),)
    )


def shared(pictures: Iterable[Picture], limits: Limits = USUAL) -> Iterator[Diagnostic]:
    """A finding for each picture that another community has shown before, at its place."""
    by_size: dict[int, list[Picture]] = {}
    for one in pictures:
        by_size.setdefault(one.size, []).append(one)
    alike = (those for those in by_size.values() if len({one.id for one in those}) > 1)
    files_of = cache(lambda path: _files(path, limits))
    for those in alike:
        first: dict[str, Picture] = {}
        for one in those:
            earlier = first.setdefault(_digest(files_of(one.path), one), one)
            if earlier.id != one.id:
                yield _said(one, earlier)


def _files(path: Path, limits: Limits) -> Attachments:
    document = open_bundle(path, limits)
    return document.files or Beside(Path(document.file).parent)


def _digest(files: Attachments, one: Picture) -> str:
    """Its digest; of one that is not there any more a text nobody else has."""
    try:
        return files.digest(one.file) or f"{one.path}/{one.file}"
    except OSError:
        return f"{one.path}/{one.file}"


def _said(one: Picture, earlier: Picture) -> Diagnostic:
    values: dict[str, object] = {
        "name": earlier.name,
        "id": earlier.id,
        "piece": earlier.piece,
        "file": one.file,
    }
    return Diagnostic(PICTURE_OF_ANOTHER, one.place, values)
