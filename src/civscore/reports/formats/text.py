"""The report for a terminal: one page of what matters, then every criterion.

First where the community stands and what the tiers ask, then sections, vetoes, the largest steps,
and last each criterion with its because.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from civscore.assessment import Assessment
from civscore.exact import share_text, text_of
from civscore.gaps.steps import Step
from civscore.reports.layout import (
    EARNED,
    LOST,
    UNPROVEN,
    WIDTH,
    bar,
    cell_len,
    marks,
    padded,
    page,
    shortened,
    wrapped,
)
from civscore.reports.words import could_be, gate_word, said_of, status_word, word
from civscore.scoring.findings import CriterionResult, Split
from civscore.scoring.sections import SectionResult, headings
from civscore.sentences import Language

_STEPS_SHOWN: Final = 6
_NUMBER: Final = 9
_PARTS: Final = ("full", "earned", "unproven", "lost")


def render(assessment: Assessment, language: Language = "zh") -> str:
    """The whole report."""
    return page(_Writer(assessment, language).lines())


def render_gaps(assessment: Assessment, tiers: Sequence[str], language: Language = "zh") -> str:
    """The gaps to the tiers named, every step."""
    return page(_Writer(assessment, language).gap_lines(tiers))


def _numbers(name: str, split: Split) -> str:
    """A line of the table of sections."""
    numbers = "".join(padded(text_of(getattr(split, k)), _NUMBER, right=True) for k in _PARTS)
    drawn = bar(split.earned, split.possible, split.full, 16)
    return f"{padded(shortened(name, 26), 26)}{numbers}  {drawn}"


class _Writer:
    def __init__(self, assessment: Assessment, language: Language) -> None:
        self.one = assessment
        self.language: Language = language

    def _w(self, name: str) -> str:
        return word(name, self.language)

    def _named(self, name: str) -> str:
        """A word that announces what follows."""
        return self._w(name) + self._colon

    @property
    def _colon(self) -> str:
        return "：" if self.language == "zh" else ": "

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._gates()
        yield from self._standing()
        yield from self._tiers()
        yield from self._title()
        yield from self._sections()
        yield from self._vetoes()
        yield from self._next_steps()
        yield from self._criteria()

    def gap_lines(self, tiers: Sequence[str]) -> Iterator[str]:
        yield from self._head()
        for tier in tiers:
            gap = self.one.gaps(tier)
            yield ""
            yield self._rule(f"{self._w('gap')} {tier}")
            yield wrapped(gap.summary.text(self.language))
            for blocking in gap.tier.blocking:
                yield wrapped(blocking.because.text(self.language), indent="    ", first="  - ")
            for kind, steps in gap.by_kind():
                yield ""
                yield self._w("steps").format(kind=self._w(kind), n=len(steps))
                for step in steps:
                    yield self._step(step)

    # --- where it stands -------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        plan = self.one.plan
        name, where = self.one.community.name, self.one.community.division
        yield "═" * WIDTH
        yield wrapped(f"{name}（{where}）  {plan.title}" if where else f"{name}  {plan.title}")
        yield (
            f"{plan.id}@{plan.edition}   {self._w('as_of')} {self.one.as_of}   "
            f"sha256 {plan.sha256[:12]}"
        )
        yield wrapped(f"{self._named('text')}{self._w(plan.standard.standard.text)}")
        community, head = self.one.community, self.one.bundle.head
        for note in dict.fromkeys((community.note, head.note)):
            if note:
                yield wrapped(note)
        for remark in self.one.remarks:
            yield wrapped(remark.text(self.language))
        yield self._counts()
        yield "═" * WIDTH

    def _counts(self) -> str:
        """How much is recorded and shown at all."""
        declared, recorded = self.one.plan.standard.facts, self.one.row.recorded
        asked = [o for admission in self.one.admissions.values() for o in admission.outcomes]
        met = sum(outcome.is_met for outcome in asked)
        return self._w("recorded").format(
            n=sum(not fact.formula for fact in declared.values()),
            k=len(recorded),
            asked=len(asked),
            met=met,
        )

    def _gates(self) -> Iterator[str]:
        one = self.one
        if not one.gates:
            return
        yield self._rule(self._w("gates"))
        for gate in one.gates:
            first = f"{gate.id} {gate.clause.title}  [{gate_word(gate, self.language)}] "
            yield wrapped(gate.because.text(self.language), indent="    ", first=first)
        if any(gate.status == "shut" for gate in one.gates):
            yield self._w("score_if_open")
            if one.tier_if_open:
                yield f"{self._named('if_open')}{one.tier_if_open}"
        yield ""

    def _standing(self) -> Iterator[str]:
        total, bonus = self.one.total, self.one.bonus
        yield self._split_line(self._w("total"), total)
        if bonus.full:
            yield self._split_line(self._w("bonus"), bonus)
        counted = self._counted()
        yield ""
        yield bar(counted.earned, counted.possible, counted.full, WIDTH)
        places = [
            (Decimal(str(one.need)), f"{tier.id} {one.need}")
            for tier in self.one.tiers
            for one in tier.conditions
            if one.kind == "total"
        ]
        yield from marks(places, counted.full, WIDTH)
        legend = (EARNED, "earned"), (UNPROVEN, "unproven"), (LOST, "lost")
        said = "   ".join(f"{sign} {self._w(name)}" for sign, name in legend)
        yield f"{said}   {self._w('counted').format(most=text_of(counted.full))}"

    def _counted(self) -> Split:
        """The points that count for a tier."""
        total, bonus = self.one.total, self.one.bonus
        if not self.one.plan.bonus_counts:
            return total
        return Split(
            total.full + bonus.full,
            total.earned + bonus.earned,
            total.unproven + bonus.unproven,
            total.lost + bonus.lost,
        )

    def _split_line(self, name: str, split: Split) -> str:
        parts = (padded(f"{self._w(k)} {text_of(getattr(split, k))}", 14) for k in _PARTS)
        return f"{padded(name, 8)} " + "   ".join(parts)

    def _tiers(self) -> Iterator[str]:
        one = self.one
        yield ""
        yield self._rule(self._w("tiers"))
        if one.tier:
            yield f"{self._named('tier_is')}{one.tier}"
        else:
            yield self._w("no_tier")
        if one.possible_tier and one.possible_tier != one.tier:
            yield f"{could_be(one.titles, self.language)}{self._colon}{one.possible_tier}"
        for tier in one.placed:
            yield f"{self._named(tier.standing)}{tier.id}"
        for tier in one.tiers:
            gap = one.gaps(tier.id)
            first = f"  {padded(tier.id, 6)} [{status_word(tier, self.language)}] "
            yield wrapped(gap.summary.text(self.language), indent=" " * 9, first=first)
            for said in said_of(tier, self.language):
                yield wrapped(said, indent=" " * 9)
        for tier_id in one.changed_by_rounding:
            yield wrapped(self._w("rounding").format(tier=tier_id))

    def _title(self) -> Iterator[str]:
        if self.one.title is not None:
            yield from ("", self._rule(self._w("title")))
            for said in self.one.title.lines:
                yield wrapped(said.text(self.language))

    def _sections(self) -> Iterator[str]:
        yield ""
        yield self._rule(self._w("sections"))
        yield " " * 26 + "".join(padded(self._w(key), _NUMBER, right=True) for key in _PARTS)
        for result in self.one.sections:
            yield from self._section(result, "")
        for one in self.one.adjustments:
            yield _numbers(f"{one.clause.id} {one.clause.title}", one.split)
            yield wrapped(one.because.text(self.language), indent="    ", first="    ")

    def _section(self, result: SectionResult, indent: str) -> Iterator[str]:
        name = f"{indent}{result.section.id} {result.section.title}"
        yield _numbers(name, result.split)
        if result.in_total is not None:
            of = result.planned.weight
            name = "" if of is None else self._w("weight").format(n=share_text(of))
            yield _numbers(f"{indent}  {name}{self._w('in_total')}", result.in_total)
        for inner in result.inner:
            yield from self._section(inner, f"{indent}  ")

    def _vetoes(self) -> Iterator[str]:
        if not self.one.vetoes:
            return
        yield ""
        yield self._rule(self._w("vetoes"))
        if all(veto.status == "clear" for veto in self.one.vetoes):
            yield self._w("all_clear")
            return
        for veto in self.one.vetoes:
            first = f"{veto.id} {veto.clause.title}  [{self._w(veto.status)}] "
            yield wrapped(veto.because.text(self.language), indent="    ", first=first)

    # --- what to do ------------------------------------------------------------------------------

    def _next_steps(self) -> Iterator[str]:
        open_ones = [tier for tier in self.one.titles if tier.status != "reached"]
        if not open_ones:
            return
        gap = self.one.gaps(open_ones[0].id)
        yield ""
        yield self._rule(f"{self._named('next')}{gap.tier.id}")
        for kind, steps in gap.by_kind():
            yield self._w("steps").format(kind=self._w(kind), n=len(steps))
            for step in steps[:_STEPS_SHOWN]:
                yield self._step(step)
            if len(steps) > _STEPS_SHOWN:
                yield "  … " + self._w("more").format(n=len(steps) - _STEPS_SHOWN)

    def _step(self, step: Step) -> str:
        gain = f"+{text_of(step.gain)}" if step.gain else self._w(step.role)
        named = f"  {padded(gain, 7)} {step.id} {step.title}".rstrip() + self._colon
        return wrapped(step.said.text(self.language), indent=" " * 10, first=named)

    def _criteria(self) -> Iterator[str]:
        yield ""
        yield self._rule(self._w("criteria"))
        places = headings(self.one.plan, {one.id for one in self.one.criteria})
        for result in self.one.criteria:
            for node in places.get(result.id, ()):
                section = node.section
                yield ""
                yield f"{'  ' * (node.depth - 1)}【{section.id} {section.title}】"
            yield from self._criterion(result)

    def _criterion(self, result: CriterionResult) -> Iterator[str]:
        criterion, split = result.criterion, result.split
        head = f"{criterion.id} {criterion.title}"
        if split.full:
            points = (
                f"{text_of(split.earned)}/{text_of(split.full)}"
                + (f" {self._w('unproven')} {text_of(split.unproven)}" if split.unproven else "")
                + (f" {self._w('lost')} {text_of(split.lost)}" if split.lost else "")
            )
        else:
            points = self._w(criterion.role)
        yield f"{padded(shortened(head, 40), 40)}  {padded(self._w(result.outcome), 8)}  {points}"
        if criterion.clause:
            yield self._line("clause", criterion.clause)
        yield self._line("because", result.because.text(self.language))
        if result.marks is not None:
            yield self._line("scores", result.marks.said.text(self.language))
        if admitted := [one for asked in result.admission.outcomes for one in asked.admitted]:
            yield self._line("admitted", ", ".join(admitted))

    def _line(self, name: str, text: str) -> str:
        return wrapped(
            text, indent=" " * cell_len(label := f"    {self._named(name)}"), first=label
        )

    def _rule(self, title: str) -> str:
        return f"── {title} " + "─" * max(0, WIDTH - cell_len(title) - 4)
