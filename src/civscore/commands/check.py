"""civscore check: faults and lint of standards and bundles, all of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from civscore.commands import DONE, FAULTY, LIMITS, show
from civscore.diagnostics import Diagnostic, Faulty
from civscore.sentences import Language, Sentence, say

PARAMETERS: Final = ("PATHS", "standard", "tests", "tables", *LIMITS)


def run(
    *,
    paths: tuple[str, ...],
    standard: str | None,
    tests: bool,
    form: str | None,
    language: Language,
    **limits: int | None,
) -> int:
    """Faults and lint of standards and bundles, all of them; with their tests, if asked."""
    if form is not None and not tests:
        zh, en = "--format 只与 --tests 同用", "--format goes with --tests only"
        raise click.UsageError(say(zh, en).text(language))
    status = DONE
    trials: list[Any] = []
    for path in paths:
        try:
            warnings, what = _check_one(path, standard, limits, language)
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
    from civscore.evidence.readers import is_bundle

    return is_bundle(Path(path))


def _check_one(
    path: str, standard: str | None, limits: Mapping[str, int | None], language: Language
) -> tuple[Sequence[Diagnostic], Any]:
    """The warnings on one text that is sound, and what it is."""
    from civscore.commands.assessing import limits_of
    from civscore.commands.checking import check_named
    from civscore.commands.watching import watching
    from civscore.standard.shelf import TESTS

    if path.endswith(TESTS):
        return (), _check_tests(path)
    return check_named(path, standard, limits_of(limits), watching(language))


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
