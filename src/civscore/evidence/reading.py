"""A bundle's folder → Bundle, or every fault in it at once.

What a file is like is looked at here, once; admitting works on what was found and never touches
the disk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from civscore.diagnostics import Faulty, fault, found_text, in_order, nearest
from civscore.evidence import model
from civscore.evidence.attachments import PATH_OUTSIDE, Attachments, Beside
from civscore.evidence.readers import USUAL, Limits, open_bundle
from civscore.evidence.timing import untimely
from civscore.sentences import verbatim
from civscore.standard.demands import UNKNOWN_TIER
from civscore.standard.document import Document, Entry
from civscore.standard.facts import Fact
from civscore.standard.facts.events import NO_PERIOD
from civscore.standard.linting import DATES_FALL, DUPLICATE_ID
from civscore.standard.nouns import UNKNOWN_KEY, WRONG_TYPE, keys_of
from civscore.standard.plan import Plan
from civscore.standard.rows import Record
from civscore.standard.shelf import find_standard, load_standard
from civscore.standard.tables import Parts, each, read_parts, read_sound
from civscore.standard.tokens import UNKNOWN_FACT

if TYPE_CHECKING:
    from civscore.evidence.frames import Frame

UNKNOWN_CLAUSE: Final = fault(
    "unknown-clause",
    ("标准里没有编号为“{name}”的条款或否决项", "the standard has no clause “{name}”"),
    ("{near}", "{near}"),
)
OTHER_STANDARD: Final = fault(
    "other-standard",
    ("佐证包是为“{named}”填报的，现按“{used}”计分", "recorded for “{named}”, scored by “{used}”"),
    ("请核对标准", "check the standard"),
    severity="warning",
)

Watch: TypeAlias = Callable[[tuple[model.Piece, ...]], Iterable[model.Piece]]
"""Passes pieces on, one by one, to whoever looks at their files."""

_NO_STRETCH: Final = model.Stretch(start=date.min, until=date.max)
_NO_PIECE: Final = model.Piece(id="", kind="record", title="", serves=())
_NO_COMMUNITY: Final = model.Community(id="", name="")
_NO_TEXT: Final = model.BundleText(community=_NO_COMMUNITY)
"""What stands in for a faulty table, so that the others are still looked at."""

_PARTS: Final[Parts] = {
    "bundle": (dict, partial(read_sound, model.BundleHead())),
    "community": (dict, partial(read_sound, _NO_COMMUNITY)),
    "period": (dict, partial(read_sound, _NO_STRETCH)),
    "evidence": each(partial(read_sound, _NO_PIECE)),
}
_RECORD_KEYS: Final = tuple(keys_of(model.RecordText))


def load_bundle(
    path: str | Path, plan: Plan, *, limits: Limits = USUAL, digests: bool = False
) -> model.Bundle:
    """A bundle by its folder, `bundle.toml`, zip or workbook, sealed or not, read for a standard.

    `limits` are how much an archive may hold before it is refused unread; with `digests` the digest
    of every piece's file is worked out, as a result needs it that others are to verify.

    Raises:
        Faulty: with every fault of the text at once.
    """
    return read_bundle(open_bundle(Path(path), limits), plan, digests=digests)


def standard_of(document: Document, name: str, as_of: date | None) -> Plan:
    """The standard the bundle names, in the edition it names or the one in force on the day.

    Raises:
        Faulty: if there is none of that name, which is the bundle's fault, or if it is faulty.
    """
    try:
        file = find_standard(name, as_of=as_of)
    except Faulty as unknown:
        for one in unknown.diagnostics:
            document.entry("bundle", "standard").report(one.fault, **one.values)
        raise Faulty(document.diagnostics) from None
    return load_standard(file)


def read_bundle(
    document: Document, plan: Plan, watch: Watch = iter, *, digests: bool = False
) -> model.Bundle:
    """The bundle a parsed text declares; warnings stay with it.

    `watch` is given the pieces whose files are looked at, and passes them on one by one; with
    `digests` every file is read whole, and its digest kept.

    Raises:
        Faulty: with every fault of the text at once.
    """
    text = read_parts(_NO_TEXT, document.data, document.entry(), _PARTS)
    declared, place = document.data.get("facts", {}), document.entry("facts")
    folder = Path(document.file).parent
    files = document.files or Beside(folder)
    records = read_records(declared, place, plan, text.bundle)
    frames = _read_beside(text, document, plan, files, records)
    for planned in plan.criteria:
        planned.criterion.way.check_records(records, document.entry("facts"))
    scores: Mapping[str, Mapping[str, model.Score]] = {}
    if text.scores:
        from civscore.evidence.scores import read_scores

        scores = read_scores(text.scores, document.entry("scores"), plan)
    _check(text, document, plan)
    if "period" not in document.data:
        _check_period(records, document.entry("facts"), plan)
    entry = document.entry("evidence")
    pieces = tuple(_look(watch(text.evidence), files, entry, digests=digests))
    if text.bundle.as_of is not None:
        for one in untimely(plan, records, text.bundle.as_of):
            document.entry().report(one.fault, *one.path, **one.values)
    document.raise_errors()
    period = (text.period.start, text.period.until) if text.period else None
    warnings = in_order(document.diagnostics)
    found = text.community, text.bundle, period, records, pieces, folder, warnings, scores, frames
    return model.Bundle(*found, text=(Path(document.file).name, document.sha256))


def _read_beside(
    text: model.BundleText,
    document: Document,
    plan: Plan,
    files: Attachments,
    records: dict[str, Record],
) -> "Mapping[str, Frame]":
    """The frames there are; what forms record is put with the other records."""
    if text.bundle.forms:
        from civscore.evidence.forms import read_forms

        for form in read_forms(text.bundle.forms, document.entry("bundle", "forms"), plan, files):
            found = form.data["facts"]
            records |= read_records(found, form.entry("facts"), plan, text.bundle)
            document.diagnostics += form.diagnostics
    if not text.frames:
        return {}
    from civscore.evidence.frames import read_frames

    return read_frames(text.frames, document.entry("frames"), plan, files)


def read_records(
    declared: Any, entry: Entry, plan: Plan, head: model.BundleHead
) -> dict[str, Record]:
    """Recorded facts by name; what is faulty is noted in the entry and left out."""
    if not isinstance(declared, dict):
        table = verbatim("一张表 [facts]", "a table [facts]")
        entry.report(WRONG_TYPE, found=found_text(declared), expected=table)
        return {}
    records: dict[str, Record] = {}
    for name, value in declared.items():
        fact = plan.standard.facts.get(name)
        if fact is None:
            near = nearest(name, plan.standard.facts)
            entry.report_key(UNKNOWN_FACT, name, name=name, near=near)
            continue
        record = read_record(fact, value, entry.at(name), head)
        if record is not None:
            records[name] = record
    return records


def read_record(fact: Fact, value: Any, entry: Entry, head: model.BundleHead) -> Record | None:
    """A bare value, or a table with the value and what is said beside it."""
    beside: Mapping[str, Any] = {}
    place = entry
    if isinstance(value, dict) and "value" in value:
        beside, value, place = value, value["value"], entry.at("value")
        _check_beside(beside, entry)
    read = fact.read(value, place)
    if read is None:
        return None
    reason = str(beside.get("reason", "")).strip()
    fact.check_beside(read, value, beside, entry)
    source = str(beside.get("source", head.source))
    assessor = str(beside.get("assessor", head.assessor))
    return Record(read, source, assessor, reason, beside.get("date"))


def _check_beside(beside: Mapping[str, Any], entry: Entry) -> None:
    for key, value in beside.items():
        if key not in _RECORD_KEYS:
            entry.report_key(UNKNOWN_KEY, key, name=key, near=nearest(key, _RECORD_KEYS))
        elif key == "date" and (isinstance(value, datetime) or not isinstance(value, date)):
            day = verbatim("日期，如 2026-03-01", "a date such as 2026-03-01")
            entry.report(WRONG_TYPE, key, found=found_text(value), expected=day)
        elif key not in {"value", "date"} and not isinstance(value, str):
            text = verbatim("加引号的文字", "a quoted text")
            entry.report(WRONG_TYPE, key, found=found_text(value), expected=text)


def _check(text: model.BundleText, document: Document, plan: Plan) -> None:
    entry = document.entry()
    named = text.bundle.standard
    if named and named not in {plan.id, plan.standard.name}:
        entry.report(OTHER_STANDARD, "bundle", "standard", named=named, used=plan.standard.name)
    check_applied(text.bundle.applied, plan, entry.at("bundle", "applied"))
    if text.period is not None and text.period.until < text.period.start:
        values = {"start": text.period.start, "until": text.period.until}
        entry.report(DATES_FALL, "period", **values)
    clauses = {one.id for one in plan.criteria} | {one.id for one, _ in plan.others}
    seen: set[str] = set()
    for number, piece in enumerate(text.evidence):
        place = entry.at("evidence", number)
        if piece.id and piece.id in seen:
            place.report(DUPLICATE_ID, "id", name=piece.id)
        seen.add(piece.id)
        for position, name in enumerate(piece.serves):
            if name not in clauses:
                near = nearest(name, sorted(clauses))
                place.report(UNKNOWN_CLAUSE, "for", position, name=name, near=near)
        if piece.covers is not None and piece.covers.until < piece.covers.start:
            values = {"start": piece.covers.start, "until": piece.covers.until}
            place.report(DATES_FALL, "covers", **values)


def check_applied(name: str, plan: Plan, entry: Entry) -> None:
    """Note a tier applied for that the standard does not have."""
    titles = [plan.tiers[number].tier.id for number in plan.titles]
    if name and name not in titles:
        entry.report(UNKNOWN_TIER, name=name, near=nearest(name, titles))


def _check_period(records: Mapping[str, Record], entry: Entry, plan: Plan) -> None:
    """What counts within the period has none."""
    for name in records:
        fact = plan.standard.facts[name]
        if fact.needs_period:
            entry.report(NO_PERIOD, name, title=fact.title)


def _look(
    pieces: Iterable[model.Piece], files: Attachments, entry: Entry, *, digests: bool
) -> Iterator[model.Shown]:
    """Each piece with the state of its file."""
    digest_of = cache(files.digest)
    for number, piece in enumerate(pieces):
        if piece.file and not files.hold(piece.file):
            entry.report(PATH_OUTSIDE, number, "file", file=piece.file)
        elif piece.file and (digests or piece.sha256):
            yield _compared(piece, digest_of)
        elif piece.file:
            yield model.Shown(piece, "present" if files.has(piece.file) else "missing")
        else:
            yield model.Shown(piece, "unattached")


def _compared(piece: model.Piece, digest_of: Callable[[str], str]) -> model.Shown:
    """A piece whose file is read whole."""
    try:
        digest = digest_of(piece.file)
    except OSError:
        return model.Shown(piece, "missing")
    is_other = bool(piece.sha256) and digest != piece.sha256
    return model.Shown(piece, "changed" if is_other else "present", digest)
