"""A standard otherwise: the same clauses, rounded otherwise, or its sections weighed otherwise."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from civscore.exact import ROUNDINGS
from civscore.scoring.points import Scores
from civscore.standard.plan import Plan
from civscore.standard.reckoning import Scoring
from civscore.standard.sums import PlannedSum
from civscore.values import replaced

# --- rounding -------------------------------------------------------------------------------------


def reroundings(plan: Plan) -> Iterator[tuple[Scoring, Plan]]:
    """Every other mode and number of decimals; and every other place, and total compared.

    No fewer decimals than full points have, which would be cut themselves; no more than the finest
    number of the standard has: finer, nothing is left to round but quotients.
    """
    own = plan.standard.scoring
    places = len(str(plan.scale)) - 1
    full_points = [one.full for one in plan.criteria]
    is_whole = (all(one % 10 ** (places - n) == 0 for one in full_points) for n in range(places))
    fewest = next((n for n, whole in enumerate(is_whole) if whole), places)
    tried = [
        replaced(own, mode=mode, decimals=decimals)
        for mode in ROUNDINGS
        for decimals in range(fewest, places + 1)
    ]
    tried += [replaced(own, at=at) for at in ("criterion", "section", "total")]
    tried += [replaced(own, compare=one) for one in ("exact", "rounded")]
    return ((one, _rounded(plan, one, places)) for one in tried if one != own)


def _rounded(plan: Plan, scoring: Scoring, places: int) -> Plan:
    return replaced(
        plan,
        standard=replaced(plan.standard, scoring=scoring),
        grid=10 ** (places - scoring.decimals),
        rounding=ROUNDINGS[scoring.mode],
        at=scoring.at,
        rounds_criteria=places != scoring.decimals,
    )


# --- weights --------------------------------------------------------------------------------------


class Share(NamedTuple):
    """A section at the top: what it brings to the total for certain, and at most, in units."""

    number: int
    earned: Fraction
    full: Fraction


def shares_of(plan: Plan, scores: Scores) -> tuple[Share, ...]:
    """The sections that enter the total, as they do."""
    factors = plan.factors or ((1, 1),) * len(plan.sections)
    triples = zip(factors, scores.sections, plan.sections, strict=True)
    return tuple(
        Share(number, Fraction(*factor) * Fraction(*low), Fraction(*factor) * planned.full)
        for number, (factor, (low, _), planned) in enumerate(triples)
        if planned.scored
    )


def extremes(shares: Sequence[Share], band: Decimal) -> tuple[list[Fraction], list[Fraction]]:
    """The multiples, one a section, with which the total is least, and with which it is most."""
    less, more = 1 - Fraction(band), 1 + Fraction(band)
    rising = sorted(range(len(shares)), key=lambda n: shares[n].earned / shares[n].full)
    choices = []
    for cut in range(len(shares) + 1):
        first = set(rising[:cut])
        choices.append([more if n in first else less for n in range(len(shares))])
        choices.append([less if n in first else more for n in range(len(shares))])

    def quotient(multiples: Sequence[Fraction]) -> Fraction:
        pairs = list(zip(multiples, shares, strict=True))
        earned, full = Fraction(0), Fraction(0)
        for times, one in pairs:
            earned, full = earned + times * one.earned, full + times * one.full
        return earned / full

    return min(choices, key=quotient), max(choices, key=quotient)


def reweighed(plan: Plan, shares: Sequence[Share], multiples: Sequence[Fraction]) -> Plan:
    """The plan with the shares of sections multiplied, and all brought up to the same full."""
    times = dict(zip((one.number for one in shares), multiples, strict=True))
    whole = sum(one.full for one in shares)
    now = sum(times[one.number] * one.full for one in shares)
    parts: list[tuple[tuple[int, int], PlannedSum]] = []
    for one in shares:
        section = plan.sections[one.number]
        factor = one.full / section.full * times[one.number] * whole / now
        parts.append((factor.as_integer_ratio(), section.sum))
    sections = tuple(
        replaced(one, section=replaced(one.section, weight=Decimal(1))) for one in plan.sections
    )
    added = replaced(plan.whole, own=(), leaving=(), base=0, inner=tuple(parts))
    return replaced(plan, sections=sections, whole=added)
