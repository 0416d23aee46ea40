"""Standards, bundles and shelves of standards, checked by their names."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from civscore.commands.assessing import day_of
from civscore.diagnostics import Diagnostic, Faulty, Location, fault, in_order
from civscore.evidence.auditing import look_into
from civscore.evidence.model import Bundle
from civscore.evidence.readers import Limits, is_bundle, open_bundle
from civscore.evidence.reading import Watch, read_bundle, standard_of
from civscore.evidence.sparing import look_for_numbers
from civscore.sentences import Sentence, say
from civscore.standard.document import Document, is_folder, read_document
from civscore.standard.editions import check_dates
from civscore.standard.shelf import TESTS, find_standard, load_standard, plan_document

NEITHER = fault(
    "neither-standard-nor-bundle",
    ("既不是标准，也不是佐证包", "neither a standard nor a bundle"),
    ("标准要有 [standard]，佐证包要有 [community]", "[standard] or [community] is needed"),
)
NO_STANDARD = fault(
    "bundle-without-standard",
    ("佐证包没有写是为哪个标准填报的", "the bundle does not say which standard it is for"),
    ('请在 [bundle] 写 standard = "…"，或用 --standard', "write it under [bundle], or --standard"),
)


def check_named(
    path: str, standard: str | None, limits: Limits, watch: Watch
) -> tuple[Sequence[Diagnostic], Sentence]:
    """The warnings on one text, or one shelf of standards, that is sound, and what it is.

    Raises:
        Faulty: with every fault of it.
    """
    folder = Path(path)
    if is_bundle(folder):
        return _check_bundle(open_bundle(folder, limits), standard, watch)
    files = tuple(_standards_in(folder)) if is_folder(folder) else ()
    if files:
        return _check_shelf(files)
    if is_folder(folder):
        from civscore.cohorts.judging import bundles_in

        several = bundles_in(folder)
        if several:
            return _check_several(several, standard, limits, watch)
    document = read_document(find_standard(path))
    if "standard" in document.data:
        plan = plan_document(document)
        zh, en = "标准，{n} 条，无错误", "a standard of {n} criteria, no errors"
        return plan.warnings, say(zh, en, n=len(plan.criteria))
    return _check_bundle(document, standard, watch)


def _check_several(
    paths: Sequence[Path], standard: str | None, limits: Limits, watch: Watch
) -> tuple[Sequence[Diagnostic], Sentence]:
    """Every bundle of a folder, and the pictures that several communities show."""
    from civscore.cohorts.pictures import Picture, pictures_in, shared

    found: list[Diagnostic] = []
    seen: list[Picture] = []
    for path in paths:
        try:
            document = open_bundle(path, limits)
            bundle = _look_into(document, standard, watch)
            found += document.diagnostics
            seen += pictures_in(path, document, bundle)
        except Faulty as faulty:
            found += faulty.diagnostics
    found += shared(seen, limits)
    if any(one.is_error for one in found):
        raise Faulty(found)
    zh, en = "{n} 个佐证包，无错误", "{n} bundles, no errors"
    return in_order(found), say(zh, en, n=len(paths))


def _check_bundle(
    document: Document, standard: str | None, watch: Watch
) -> tuple[Sequence[Diagnostic], Sentence]:
    bundle = _look_into(document, standard, watch)
    zh, en = (
        "佐证包，{n} 个数据项，{k} 件佐证，无错误",
        "a bundle of {n} facts and {k} pieces, no errors",
    )
    return in_order(document.diagnostics), say(zh, en, n=len(bundle.records), k=len(bundle.pieces))


def _look_into(document: Document, standard: str | None, watch: Watch) -> Bundle:
    """The bundle, with everything noted that strikes."""
    head = document.data.get("bundle")
    named = standard or (head.get("standard") if isinstance(head, dict) else None)
    if "community" not in document.data and named is None:
        raise Faulty([Diagnostic(NEITHER, Location(document.file, 1, 1))])
    if not isinstance(named, str):
        raise Faulty([Diagnostic(NO_STANDARD, Location(document.file, 1, 1))])
    day = day_of(document, None)
    plan = load_standard(named, as_of=day) if standard else standard_of(document, named, day)
    bundle = read_bundle(document, plan)
    look_into(document, bundle, plan, watch)
    look_for_numbers(document)
    return bundle


def _standards_in(folder: Path) -> Iterator[Path]:
    """Files of a shelf `<id>/<edition>.toml`, or of one standard's folder on it."""
    for file in sorted(chain(folder.glob("*.toml"), folder.glob("*/*.toml"))):
        if file.name != "bundle.toml" and not file.name.endswith(TESTS):
            yield file


def _check_shelf(files: Sequence[Path]) -> tuple[Sequence[Diagnostic], Sentence]:
    """Every standard on it, and whether their editions follow one another."""
    found: list[Diagnostic] = []
    documents = []
    for file in files:
        try:
            document = read_document(file)
            documents.append(document)
            found += plan_document(document).warnings
        except Faulty as faulty:
            found += faulty.diagnostics
    found += check_dates(documents)
    if any(one.is_error for one in found):
        raise Faulty(found)
    zh, en = "{n} 个标准文本，无错误", "{n} standards, no errors"
    return found, say(zh, en, n=len(files))
