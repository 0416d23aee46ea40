"""civscore check: faults and lint of standards and bundles, all of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from civscore.commands import DONE, FAULTY, show
from civscore.diagnostics import Diagnostic, Faulty, Location, fault
from civscore.sentences import Language, Sentence, say

NEITHER: Final = fault(
    "neither-standard-nor-bundle",
    ("既不是标准，也不是佐证包", "neither a standard nor a bundle"),
    ("标准要有 [standard],佐证包要有 [community]", "[standard] or [community] is needed"),
)
NO_STANDARD: Final = fault(
    "bundle-without-standard",
    ("佐证包没有写是为哪个标准填报的", "the bundle does not say which standard it is for"),
    ('请在 [bundle] 写 standard = "…",或用 --standard', "write it under [bundle], or --standard"),
)


def check(
    *,
    paths: tuple[str, ...],
    standard: str | None,
    tests: bool,
    form: str | None,
    language: Language,
) -> int:
    """Faults and lint of standards and bundles, all of them; with their tests, if asked."""
    if form is not None and not tests:
        zh, en = "--format 只与 --tests 同用", "--format goes with --tests only"
        raise click.UsageError(say(zh, en).text(language))
    status = DONE
    trials: list[Any] = []
    for path in paths:
        try:
            warnings, what = _check_one(path, standard)
            show(warnings, language)
            if form != "json":
                click.echo(f"{path}: {what.text(language)}")
            if tests and not _is_bundle(path):
                trials.append(_try_one(path))
                show(trials[-1].diagnostics, language)
                if form != "json":
                    click.echo(_as_text(trials[-1], language), nl=False)
                status = FAULTY if trials[-1].failed else status
        except Faulty as faulty:
            show(faulty.diagnostics, language)
            status = FAULTY
    if form == "json":
        from civscore.reports.trying import as_json

        click.echo(as_json(trials, language), nl=False)
    return status


def _try_one(path: str) -> Any:
    """What came of trying the standard at a path, or the one a file of tests belongs to."""
    from civscore.standard.shelf import TESTS, find_standard
    from civscore.trials.reading import standard_beside
    from civscore.trials.trying import try_standard

    return try_standard(standard_beside(path) if path.endswith(TESTS) else find_standard(path))


def _as_text(trial: Any, language: Language) -> str:
    from civscore.reports.trying import as_text

    return as_text(trial, language)


def _is_bundle(path: str) -> bool:
    from civscore.standard.document import is_file

    return Path(path).name == "bundle.toml" or is_file(Path(path) / "bundle.toml")


def _check_one(path: str, standard: str | None) -> tuple[Sequence[Diagnostic], Any]:
    """The warnings on one text that is sound, and what it is."""
    from civscore.evidence.reading import read_bundle
    from civscore.standard.document import is_file, read_document
    from civscore.standard.shelf import TESTS, find_standard, load_standard, plan_document

    if path.endswith(TESTS):
        return (), _check_tests(path)
    is_bundle = is_file(Path(path) / "bundle.toml")
    document = read_document(Path(path) / "bundle.toml" if is_bundle else find_standard(path))
    if "standard" in document.data:
        plan = plan_document(document)
        zh, en = "标准，{n} 条，无错误", "a standard of {n} criteria, no errors"
        return plan.warnings, say(zh, en, n=len(plan.criteria))
    head = document.data.get("bundle")
    named = standard or (head.get("standard") if isinstance(head, dict) else None)
    if "community" not in document.data and named is None:
        raise Faulty([Diagnostic(NEITHER, Location(document.file, 1, 1))])
    if not isinstance(named, str):
        raise Faulty([Diagnostic(NO_STANDARD, Location(document.file, 1, 1))])
    bundle = read_bundle(document, load_standard(named))
    zh, en = (
        "佐证包，{n} 个数据项，{k} 件佐证，无错误",
        "a bundle of {n} facts and {k} pieces, no errors",
    )
    return bundle.warnings, say(zh, en, n=len(bundle.records), k=len(bundle.pieces))


def _check_tests(path: str) -> Sentence:
    """What a file of tests is, once all its tests hold."""
    from civscore.standard.document import read_document
    from civscore.standard.shelf import load_standard
    from civscore.trials.reading import standard_beside
    from civscore.trials.trying import run_document

    document = read_document(path)
    ran = run_document(document, load_standard(standard_beside(path)))
    document.raise_errors()
    return say("测试 {n} 个，全部通过", "{n} tests, all passed", n=len(ran))
