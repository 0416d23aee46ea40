"""Every sentence of the worked cases, in both languages, as people read it: golden texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from strategies import AS_OF, VECTORS, Made, proof_of, standard_of
from test_diagnostics import found_by
from test_engine import assessed, plan_of
from texts import FAULTS_FILE, check_golden, read_cases

import civscore
from civscore.sentences import LANGUAGES, Sentence


def in_both(name: str, *sentences: Sentence) -> Iterator[str]:
    """A line for each language."""
    for language in LANGUAGES:
        yield f"{name} {'; '.join(one.text(language) for one in sentences)}".rstrip()


def told(found: civscore.Assessment) -> Iterator[str]:
    """What is said of an assessment, from the clauses to the tiers."""
    for result in found.criteria:
        yield from in_both(f"{result.id} {result.outcome}:", result.because)
        for step in found.steps[result.id]:
            yield from in_both(f"    {step.kind} {step.gain} {step.gap}:", step.said)
    for veto in found.vetoes:
        yield from in_both(f"{veto.id} {veto.status}:", veto.because)
    for gate in found.gates:
        yield from in_both(f"{gate.id} {gate.status}:", gate.because)
    for change in found.adjustments:
        yield from in_both(f"{change.clause.id} {change.split.earned}:", change.because)
    for tier in found.tiers:
        for one in tier.conditions:
            yield from in_both(f"{tier.id} {one.kind} {one.status}:", one.because)
        yield from in_both(f"{tier.id} {tier.status}:", found.gaps(tier.id).summary)


def worked(vector: Made) -> Iterator[str]:
    """What is said in each case of a vector."""
    standard = standard_of(vector)
    plan = plan_of(standard)
    for number, case in enumerate(vector["case"]):
        yield f"\n## {vector['row']} {vector['name']} {number}"
        yield from told(
            assessed(
                plan,
                standard,
                case["facts"],
                proof_of(case),
                case.get("as_of", AS_OF),
                case.get("supplied"),
                case.get("scores"),
            )
        )


@pytest.mark.parametrize("file", VECTORS, ids=lambda file: file.stem)
def test_sentences_of_worked_cases(file: Path) -> None:
    lines = [line for vector in read_cases(file.name)["vector"] for line in worked(vector)]
    check_golden(f"sentences/{file.stem}.txt", "\n".join(lines) + "\n")


def test_sentences_of_faults(tmp_path: Path) -> None:
    lines = []
    for number, case in enumerate(FAULTS_FILE["case"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        lines.append(f"\n## {case['code']} {number}")
        for one in found_by(case, folder):
            lines += [one.text(language).replace(f"{folder}/", "") for language in LANGUAGES]
    check_golden("sentences/faults.txt", "\n".join(lines) + "\n")
