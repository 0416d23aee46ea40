"""What strikes whoever looks through a bundle 翻查： nothing of it is an error, all of it is said.

A file that is listed and not there, or that nobody lists; one picture shown twice; a day that lies
outside the period, or after the day judged from. Points do not depend on it: what counts is said
by admission.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from civscore.diagnostics import Diagnostic, Fault, Location, fault
from civscore.evidence.admitting import requirements
from civscore.evidence.attachments import Attachments, Beside, is_clutter
from civscore.evidence.model import Bundle, Shown
from civscore.evidence.photos import HEAD, day_taken
from civscore.evidence.reading import Watch
from civscore.standard.document import Document
from civscore.standard.plan import Plan

FILE_MISSING: Final = fault(
    "file-missing",
    ("登记了“{file}”，文件不在", "“{file}” is listed and not there"),
    ("请补上文件；这一件不采信", "add the file; the piece does not count"),
    severity="warning",
)
FILE_CHANGED: Final = fault(
    "file-changed",
    ("“{file}”与登记的摘要不符", "“{file}” differs from its digest"),
    ("请核对是否换过文件；这一件不采信", "was it replaced? the piece does not count"),
    severity="warning",
)
FILE_UNLISTED: Final = fault(
    "file-unlisted",
    ("有 {n} 个文件没有登记：{names}", "{n} files are not listed: {names}"),
    ("作为佐证的，请逐件登记；没有用的，请移走", "list what is evidence, move the rest away"),
    severity="warning",
)
SAME_PICTURE: Final = fault(
    "same-picture",
    (
        "与 {other} 是同一个文件：{other} 用于 {there}，这一件用于 {here}",
        "the same file as {other}, which is for {there}; this is for {here}",
    ),
    ("一张照片证几条的，登记一件，for 里写齐；不是的，请换照片", "list it once, for all of them"),
    severity="warning",
)
OUTSIDE_PERIOD: Final = fault(
    "outside-period",
    ("日期 {day} 不在考评期 {start} 至 {until} 之内", "{day} is outside {start} to {until}"),
    ("这一条按期要材料，期外的不算；请核对日期", "only pieces of the period count; check it"),
    severity="warning",
)
PIECE_AHEAD: Final = fault(
    "piece-ahead",
    ("{id} 的日期 {date} 晚于评定基准日 {day}", "{id} is dated {date}, after {day}"),
    ("请核对日期", "check the dates"),
    severity="warning",
)
TAKEN_AHEAD: Final = fault(
    "photo-ahead",
    (
        "照片“{file}”是 {date} 拍的，晚于评定基准日 {day}",
        "the photo “{file}” was taken on {date}, after {day}",
    ),
    ("请核对；相机的钟不准的，在 note 里说明", "check it; say so if the camera's clock was wrong"),
    severity="warning",
    why=(
        "评定基准日以后拍的照片，证明不了那一天以前的情况",
        "what is photographed later proves nothing about the day judged from",
    ),
)
SAMPLE_SHORT: Final = fault(
    "sample-short",
    ("“{title}”只有 {n} {unit}，少于规定的 {k}", "“{title}” has {n}, fewer than {k}"),
    ("请补足；不足的怎样计，见标准", "add to it; the standard says what too few are worth"),
    severity="warning",
)
PICTURES: Final = frozenset({"photo", "screenshot", "voucher"})
"""Kinds of pieces of which each is shown once."""

_USUAL: Final = "佐证"
_SHOWN: Final = 5


def look_into(document: Document, bundle: Bundle, plan: Plan, watch: Watch) -> None:
    """Note whatever strikes, each at its place; `watch` passes the pieces on."""
    files: Attachments = document.files or Beside(bundle.folder)
    seen: dict[str, Shown] = {}
    pieces = watch(tuple(shown.piece for shown in bundle.pieces))
    for number, (shown, _) in enumerate(zip(bundle.pieces, pieces, strict=True)):
        entry = document.entry("evidence", number)
        file = shown.piece.file
        if shown.state in {"missing", "changed"}:
            entry.report(
                FILE_MISSING if shown.state == "missing" else FILE_CHANGED, "file", file=file
            )
        elif shown.state == "present" and shown.piece.kind in PICTURES:
            first = seen.setdefault(shown.sha256 or files.digest(file), shown)
            if first is not shown:
                places = {"there": first.piece.serves, "here": shown.piece.serves}
                entry.report(SAME_PICTURE, "file", other=first.piece.id, **places)
        for kind, key, values in _untimely(shown, bundle, files):
            entry.report(kind, key, **values)
    _check_periods(document, bundle, plan)
    _check_samples(document, bundle, plan)
    document.diagnostics += _unlisted(document, bundle, files)


def _untimely(
    shown: Shown, bundle: Bundle, files: Attachments
) -> Iterator[tuple[Fault, str, dict[str, object]]]:
    """Days after the one judged from: of the piece, of the picture."""
    piece, day = shown.piece, bundle.head.as_of
    if day is None:
        return
    if piece.date is not None and piece.date > day:
        yield PIECE_AHEAD, "date", {"id": piece.id, "date": piece.date, "day": day}
    if shown.state == "present" and piece.kind == "photo":
        taken = day_taken(files.head(piece.file, HEAD))
        if taken is not None and taken > day:
            yield TAKEN_AHEAD, "file", {"file": piece.file, "date": taken, "day": day}


def _check_periods(document: Document, bundle: Bundle, plan: Plan) -> None:
    """Pieces of another time, where some are asked for in every part of the period."""
    if bundle.period is None:
        return
    start, until = bundle.period
    asked = requirements(plan)
    for number, shown in enumerate(bundle.pieces):
        piece = shown.piece
        needs = [need for name in piece.serves for need in asked.get(name, ())]
        is_counted = any(need.kind == piece.kind and need.per is not None for need in needs)
        if is_counted and piece.date is not None and not start <= piece.date <= until:
            values: dict[str, date] = {"day": piece.date, "start": start, "until": until}
            document.entry("evidence", number).report(OUTSIDE_PERIOD, "date", **values)


def _check_samples(document: Document, bundle: Bundle, plan: Plan) -> None:
    """Samples and surveys that have begun, and are smaller than they should be."""
    for name, record in bundle.records.items():
        fact = plan.standard.facts[name]
        tested = fact.tested(record.value)
        if tested is not None and 0 < tested[1] < tested[2]:
            values = {"title": fact.title, "n": tested[1], "unit": fact.unit, "k": tested[2]}
            document.entry("facts").report(SAMPLE_SHORT, name, **values)


def _unlisted(document: Document, bundle: Bundle, files: Attachments) -> Iterator[Diagnostic]:
    """Files nobody lists, in the folders where those that are listed lie."""
    listed = {shown.piece.file.removeprefix("./") for shown in bundle.pieces}
    tops = {name.partition("/")[0] for name in listed if "/" in name} | {_USUAL}
    more = [n for n in files.names(tops) if n not in listed and not is_clutter(n)]
    if more:
        values: dict[str, object] = {"n": len(more), "names": tuple(more[:_SHOWN])}
        yield Diagnostic(FILE_UNLISTED, Location(document.file), values)
