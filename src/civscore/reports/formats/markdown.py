"""Markdown: the report to paste into a document or keep beside the bundle."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from civscore.assessment import Assessment
from civscore.exact import share_text, text_of
from civscore.gaps.steps import Step
from civscore.personal import masked
from civscore.reports.words import gate_word, said_of, status_word, word
from civscore.scoring.findings import CriterionResult, Split
from civscore.scoring.sections import SectionResult
from civscore.sentences import Language


def render(assessment: Assessment, language: Language = "zh") -> str:
    """The whole report."""
    return masked("\n".join(_Writer(assessment, language).lines()) + "\n")


def render_gaps(assessment: Assessment, tiers: Sequence[str], language: Language = "zh") -> str:
    """The gaps to the tiers named."""
    return masked("\n".join(_Writer(assessment, language).gap_lines(tiers)) + "\n")


def escaped(text: str) -> str:
    """Text that stays text inside a table."""
    for sign in ("\\", "|", "<", "`", "*", "_", "[", "]"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")


def _row(*cells: str | Decimal) -> str:
    said = (text_of(cell) if isinstance(cell, Decimal) else escaped(cell) for cell in cells)
    return "| " + " | ".join(said) + " |"


class _Writer:
    def __init__(self, assessment: Assessment, language: Language) -> None:
        self.one = assessment
        self.language: Language = language

    def _w(self, name: str) -> str:
        return word(name, self.language)

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._gates()
        yield from self._table("", [("total", self.one.total), *self._bonus()])
        yield from self._tiers()
        yield from self._title()
        sections = [row for section in self.one.sections for row in self._section(section)]
        sections += [(f"{a.clause.id} {a.clause.title}", a.split) for a in self.one.adjustments]
        yield from self._table(self._w("sections"), sections)
        for one in self.one.adjustments:
            yield from ("", escaped(f"{one.clause.id}: {one.because.text(self.language)}"))
        yield from self._vetoes()
        yield from self._criteria()
        yield from self.gap_lines([tier.id for tier in self.one.tiers], has_head=False)

    def gap_lines(self, tiers: Sequence[str], *, has_head: bool = True) -> Iterator[str]:
        if has_head:
            yield from self._head()
        for tier in tiers:
            gap = self.one.gaps(tier)
            yield from ("", f"## {self._w('gap')}: {escaped(tier)}", "")
            yield escaped(gap.summary.text(self.language))
            for kind, steps in gap.by_kind():
                yield from ("", f"### {self._w(kind)}", "")
                yield _row(*(self._w(name) for name in ("gain", "of_clause", "todo")))
                yield "|--:|---|---|"
                yield from (self._step(step) for step in steps)

    def _head(self) -> Iterator[str]:
        plan = self.one.plan
        yield f"# {escaped(self.one.community.name)}: {escaped(plan.title)}"
        yield ""
        yield f"- {plan.id}@{plan.edition} (sha256 `{plan.sha256}`)"
        yield f"- {self._w('as_of')} {self.one.as_of}"
        yield f"- {self._w('text')}: {self._w(plan.standard.standard.text)}"
        for remark in self.one.remarks:
            yield f"- {escaped(remark.text(self.language))}"

    def _gates(self) -> Iterator[str]:
        if self.one.gates:
            yield from ("", f"## {self._w('gates')}", "")
        for gate in self.one.gates:
            because = escaped(gate.because.text(self.language))
            title = escaped(f"{gate.id} {gate.clause.title}")
            yield f"- {title}: **{gate_word(gate, self.language)}** {because}"
        if any(gate.status == "shut" for gate in self.one.gates):
            tier = escaped(self.one.tier_if_open or "—")
            yield f"- {self._w('score_if_open')}; {self._w('if_open')}: {tier}"

    def _section(self, result: SectionResult) -> Iterator[tuple[str, Split]]:
        """A section, what it comes to in the total, and the sections in it."""
        name = f"{result.section.id} {result.section.title}"
        yield name, result.split
        if result.in_total is not None:
            weight = result.planned.weight
            said = "" if weight is None else self._w("weight").format(n=share_text(weight))
            yield f"{name} ({said}{self._w('in_total')})", result.in_total
        for inner in result.inner:
            yield from self._section(inner)

    def _bonus(self) -> list[tuple[str, Split]]:
        return [("bonus", self.one.bonus)] if self.one.bonus.full else []

    def _table(self, title: str, rows: Sequence[tuple[str, Split]]) -> Iterator[str]:
        yield ""
        if title:
            yield from (f"## {title}", "")
        names = ("full", "earned", "unproven", "lost")
        yield _row("", *(self._w(name) for name in names))
        yield "|---|--:|--:|--:|--:|"
        for name, split in rows:
            shown = self._w(name) if name in {"total", "bonus"} else name
            yield _row(shown, *(getattr(split, key) for key in names))

    def _tiers(self) -> Iterator[str]:
        yield from ("", f"## {self._w('tiers')}", "")
        for tier in self.one.tiers:
            summary = self.one.gaps(tier.id).summary.text(self.language)
            status = status_word(tier, self.language)
            yield f"- **{escaped(tier.id)}** {status}: {escaped(summary)}"
            yield from (f"  - {escaped(said)}" for said in said_of(tier, self.language))
            for one in tier.blocking if tier.standing != "negative" else ():
                yield f"  - {escaped(one.because.text(self.language))}"

    def _title(self) -> Iterator[str]:
        if self.one.title is not None:
            yield from ("", f"## {self._w('title')}", "")
            for said in self.one.title.lines:
                yield f"- {escaped(said.text(self.language))}"

    def _vetoes(self) -> Iterator[str]:
        if self.one.vetoes:
            yield from ("", f"## {self._w('vetoes')}", "")
        for veto in self.one.vetoes:
            because = escaped(veto.because.text(self.language))
            title = escaped(f"{veto.id} {veto.clause.title}")
            yield f"- {title}: **{self._w(veto.status)}** {because}"

    def _criteria(self) -> Iterator[str]:
        yield from ("", f"## {self._w('criteria')}", "")
        names = ("full", "earned", "unproven", "lost")
        heads = (self._w(name) for name in names)
        yield _row(self._w("clause"), *heads, self._w("outcome"), self._w("because"))
        yield "|---|--:|--:|--:|--:|---|---|"
        yield from (self._criterion(result) for result in self.one.criteria)

    def _criterion(self, result: CriterionResult) -> str:
        split, criterion = result.split, result.criterion
        numbers = (split.full, split.earned, split.unproven, split.lost)
        return _row(
            f"{criterion.id} {criterion.title}",
            *(numbers if criterion.full is not None else ("—",) * 4),
            self._w(result.outcome),
            self._because(result),
        )

    def _because(self, result: CriterionResult) -> str:
        """Why, and what each assessor gave."""
        said = result.because.text(self.language)
        if result.marks is None:
            return said
        return f"{said} [{self._w('scores')}: {result.marks.said.text(self.language)}]"

    def _step(self, step: Step) -> str:
        gain = f"+{text_of(step.gain)}" if step.gain else self._w(step.role)
        return _row(gain, f"{step.id} {step.title}".rstrip(), step.said.text(self.language))
