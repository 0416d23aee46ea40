"""How firm a verdict is: what else it would be, were something declared or shown otherwise.

Three things are tried, each by judging the community again: other ways of rounding, other weights
of the sections at the top within a band, and one piece of evidence less, or what one requirement
lacks.

- *Why are the ends of the band enough?* A quotient of two sums is least, and most, where every
  weight is at one of its ends, the sections with the lower shares of their full points at the one
  and the others at the other; so of n sections only n + 1 choices are looked at each way. Whatever
  else is done with the total, the title rises with it.
- *Why only the title reached?* What is possible hangs on everything that is still unproven.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from civscore.assessment import Assessment, judge_row
from civscore.comparing.reweighing import Share, extremes, reroundings, reweighed, shares_of
from civscore.evidence.admitting import Admission, Shortfall, admit_all, state_of
from civscore.sentences import Sentence, joined, plain, say
from civscore.standard.plan import Plan
from civscore.standard.reckoning import Scoring
from civscore.values import Value, replaced

USUAL_BAND: Final = Decimal("0.1")
WIDEST: Final = 99
"""Per cent; past it a weight comes to nothing."""


class Turn(Value):
    """Something that alone would make another title of it; None for none at all.

    Of a piece of evidence, `id` is its own and `clauses` are those it is for.
    """

    what: Sentence
    tier: str | None
    id: str = ""
    clauses: tuple[str, ...] = ()


class Weights(Value):
    """What the weights of sections have to say, all at once and one at a time."""

    sections: int
    totals: tuple[Decimal, Decimal]  # points earned where they are least, and most
    tiers: tuple[str | None, str | None]
    alone: tuple[Turn, ...]
    least: int | None  # the least whole percent that may change it; None if not even `WIDEST` does


class Robustness(Value):
    """What was tried, how much of it, and what of it would change the title reached."""

    tier: str | None
    band: Decimal
    rounded: int
    roundings: tuple[Turn, ...]
    weights: Weights | None  # None where the title does not hang on them
    pieces: int
    without: tuple[Turn, ...]
    lacking: int
    brought: tuple[Turn, ...]


def robustness_of(assessment: Assessment, band: Decimal = USUAL_BAND) -> Robustness:
    """How firm the title reached is; `band` is the share by which weights may be otherwise."""
    trying = _Trying(assessment)
    is_settled = trying.plan.divided is None
    roundings = list(reroundings(trying.plan)) if is_settled else []
    turned = (Turn(_rounding(one, trying.plan), trying.by(plan)) for one, plan in roundings)
    weights = trying.weights(band) if is_settled else None
    pieces, lacking = list(trying.without()), list(trying.brought())
    return Robustness(
        assessment.tier, band, len(roundings), trying.changing(turned), weights,
        len(pieces), trying.changing(pieces), len(lacking), trying.changing(lacking),
    )  # fmt: skip


class _Trying:
    """A community that is judged again and again."""

    def __init__(self, assessment: Assessment) -> None:
        self.one = assessment
        self.plan = assessment.own_plan

    def changing(self, turns: Iterator[Turn] | Sequence[Turn]) -> tuple[Turn, ...]:
        """Those that make another title of it."""
        return tuple(one for one in turns if one.tier != self.one.tier)

    def judged(self, plan: Plan, proof: Mapping[str, Admission]) -> Assessment:
        """The community by another plan, or on other evidence."""
        one = self.one
        return judge_row(plan, one.whole, one.bundle, one.as_of, one.row, proof)

    def by(self, plan: Plan) -> str | None:
        """The title by another plan."""
        return self.judged(plan, self.one.admissions).tier

    # --- weights ----------------------------------------------------------------------------------

    def weights(self, band: Decimal) -> Weights | None:
        """What other weights come to; None where no title hangs on them."""
        shares = shares_of(self.plan, self.one.scores)
        asks = any(c.kind == "total" for tier in self.one.titles for c in tier.conditions)
        if not asks or len(shares) < len(("one", "other")):
            return None
        ends = [self._reweighed(shares, one) for one in extremes(shares, band)]
        least, most = (one.total.earned for one in ends)
        tiers = ends[0].tier, ends[1].tier
        alone = self.changing(list(self._alone(shares, band)))
        return Weights(len(shares), (least, most), tiers, alone, self._least(shares))

    def _reweighed(self, shares: Sequence[Share], multiples: Sequence[Fraction]) -> Assessment:
        return self.judged(reweighed(self.plan, shares, multiples), self.one.admissions)

    def _alone(self, shares: Sequence[Share], band: Decimal) -> Iterator[Turn]:
        for place, share in enumerate(shares):
            section = self.plan.sections[share.number].section
            for sign, (zh, en) in ((1, _MORE), (-1, _LESS)):
                multiples = [Fraction(1)] * len(shares)
                multiples[place] += sign * Fraction(band)
                after = self._reweighed(shares, multiples)
                what = say(zh, en, t=f"{section.id} {section.title}", b=percent(band))
                yield Turn(what, after.tier)

    def _least(self, shares: Sequence[Share]) -> int | None:
        """The least whole percent of band that may change it, by halving."""
        if not self._changes(shares, WIDEST):
            return None
        low, high = 0, WIDEST
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._changes(shares, middle) else (middle, high)
        return high

    def _changes(self, shares: Sequence[Share], per_cent: int) -> bool:
        ends = extremes(shares, Decimal(per_cent) / 100)
        return any(self._reweighed(shares, one).tier != self.one.tier for one in ends)

    # --- evidence ---------------------------------------------------------------------------------

    def without(self) -> Iterator[Turn]:
        """Every piece admitted, were it not there."""
        bundle, admissions = self.one.bundle, self.one.admissions
        admitted = {
            name
            for one in admissions.values()
            for needed in one.outcomes
            for name in needed.admitted
        }
        times = bundle.times(self.one.as_of)
        for shown in bundle.pieces:
            piece = shown.piece
            if piece.id not in admitted:
                continue
            others = tuple(one for one in bundle.pieces if one is not shown)
            proof = admit_all(self.plan, replaced(bundle, pieces=others), times, piece.serves)
            what = say("{i}“{t}”", "{i} “{t}”", i=piece.id, t=piece.title)
            yield Turn(what, self._proven(proof), piece.id, tuple(piece.serves))

    def brought(self) -> Iterator[Turn]:
        """Everything one requirement of a clause lacks, were it there."""
        for name, admission in self.one.admissions.items():
            for needed in admission.lacking:
                if needed.requirement.absent != "warn" and not admission.false:
                    said = needed.lacking or plain("")
                    what = say("{i} {s}", "{i}: {s}", i=name, s=said)
                    yield Turn(what, self._proven({name: _met(admission, needed)}))

    def _proven(self, proof: Mapping[str, Admission]) -> str | None:
        """The title on other evidence; it is not judged again where that changes nothing."""
        was = self.one.admissions
        if all(
            (one.state, one.facets) == (was[n].state, was[n].facets) for n, one in proof.items()
        ):
            return self.one.tier
        return self.judged(self.plan, {**was, **proof}).tier


def _met(admission: Admission, outcome: Shortfall) -> Admission:
    """The admission, were what one requirement lacks there."""
    met = replaced(outcome, lacking=None)
    outcomes = tuple(met if one is outcome else one for one in admission.outcomes)
    return Admission(state_of(outcomes), outcomes)


_MORE: Final = ("“{t}”加重 {b}", "“{t}” {b} heavier")
_LESS: Final = ("“{t}”减轻 {b}", "“{t}” {b} lighter")

_MODES: Final[Mapping[str, tuple[str, str]]] = {
    "half_up": ("四舍五入", "half up"),
    "half_even": ("五成双", "half even"),
    "down": ("截尾", "cut"),
    "up": ("进一", "up"),
}
_PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "criterion": ("逐条取舍", "each criterion rounded"),
    "section": ("逐个项目取舍", "each section rounded"),
    "total": ("只对总分取舍", "the total alone rounded"),
}
_COMPARED: Final[Mapping[str, tuple[str, str]]] = {
    "exact": ("比较精确的总分", "the exact total compared"),
    "rounded": ("比较取舍后的总分", "the rounded total compared"),
}


def _rounding(tried: Scoring, plan: Plan) -> Sentence:
    """What is otherwise in a way of rounding."""
    own = plan.standard.scoring
    said = []
    if (tried.mode, tried.decimals) != (own.mode, own.decimals):
        (zh, en), n = _MODES[tried.mode], tried.decimals
        said.append(say(f"{zh}到 {{n}} 位小数", f"{en} to {{n}} decimals", n=n))
    if tried.at != own.at:
        said.append(say(*_PLACES[tried.at]))
    if tried.compare != own.compare:
        said.append(say(*_COMPARED[tried.compare]))
    return joined(tuple(said), "，", ", ")


def percent(share: Decimal) -> str:
    """A share in per cent."""
    return f"{(share * 100).normalize():f}%"
