"""Whole cohorts, worked out from the rule text: every completion of what is not known, one by one.

A community is a mapping of complete facts: a, b numbers, town a flag, parent the id of the one
above it. Three criteria: 1.1 gives ten points for each of a; 1.2 points by the rank of b; 1.3 two
points for each of b in town, elsewhere the mean of the others that are in town.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Table: TypeAlias = "dict[str, Any]"
Outcome: TypeAlias = str
"""yes, no, or open where only the issuer can tell."""

RANGES = {"a": range(4), "b": range(4), "town": (False, True)}


def completions(cohort: Sequence[Table]) -> Iterator[list[Table]]:
    """Every way in which what is not recorded may turn out."""
    gaps = [(n, key) for n, one in enumerate(cohort) for key in RANGES if key not in one]
    for values in itertools.product(*(RANGES[key] for _, key in gaps)):
        made = [dict(one) for one in cohort]
        for (number, key), value in zip(gaps, values, strict=True):
            made[number][key] = value
        yield made


def group_of(one: Table, within: str) -> Any:
    """Whom a community is with."""
    return {"all": None, "league": one["town"], "parent": one["parent"]}[within]


def rank_among(mine: Any, others: Sequence[Any]) -> tuple[int, int]:
    """First and last place, if one was among these others."""
    above, equal = sum(one > mine for one in others), sum(one == mine for one in others)
    return above + 1, above + equal + 1


def rounded(share: Fraction, mode: str) -> int:
    """A whole number of places."""
    if mode == "nearest":
        return math.floor(share + Fraction(1, 2))
    return math.floor(share) if mode == "down" else math.ceil(share)


def totals(standard: Table, cohort: Sequence[Table]) -> list[Fraction] | None:
    """The points of each; None where a mean is of nobody."""
    ranked, found = standard["ranked"], []
    for number, one in enumerate(cohort):
        peers = [
            other["b"]
            for at, other in enumerate(cohort)
            if at != number and group_of(other, ranked["within"]) == group_of(one, ranked["within"])
        ]
        sign = 1 if ranked["order"] == "high" else -1
        first, last = rank_among(sign * one["b"], [sign * other for other in peers])
        worth = [Fraction(ranked["points"][n - 1] if n <= 2 else 1) for n in range(first, last + 1)]
        by_rank = {"best": worth[0], "worst": worth[-1], "mean": sum(worth) / len(worth)}
        if one["town"]:
            third = Fraction(2 * one["b"])
        else:
            told = [2 * other["b"] for other in cohort if other["town"]]
            if not told:
                return None
            third = Fraction(sum(told), len(told))
        found.append(10 * one["a"] + by_rank[ranked["ties"]] + third)
    return found


def above_mean(standard: Table, cohort: Sequence[Table], number: int) -> bool | None:
    """Whether b is at least the mean of b among peers, to one decimal; None without peers."""
    peers = standard["peers"]
    found = [
        one["b"]
        for at, one in enumerate(cohort)
        if group_of(one, peers["among"]) == group_of(cohort[number], peers["among"])
        and (peers["self"] or at != number)
    ]
    if not found:
        return None
    mean = Fraction(rounded(Fraction(sum(found) * 10, len(found)), "nearest"), 10)
    return bool(cohort[number]["b"] >= mean)


def outcomes(standard: Table, cohort: Sequence[Table]) -> list[dict[str, Outcome]] | None:
    """By community, whether it has come to each tier; None where a mean is of nobody."""
    points = totals(standard, cohort)
    if points is None:
        return None
    came: dict[str, list[Outcome]] = {}
    for tier in standard["tier"]:
        meets = [points[n] >= tier["total"] for n in range(len(cohort))]
        if tier["id"] == "高于平均":
            above = [above_mean(standard, cohort, n) for n in range(len(cohort))]
            if None in above:
                return None
            meets = [one and bool(more) for one, more in zip(meets, above, strict=True)]
        for n, one in enumerate(cohort):
            meets[n] = meets[n] and _enough_below(tier, came, cohort, one)
        judged = [
            [
                settle(tier[kind], cohort, points, meets, came, n)
                for kind, settle in CONTESTS.items()
                if kind in tier
            ]
            for n in range(len(cohort))
        ]
        came[tier["id"]] = [
            "no" if not meets[n] or "no" in judged[n] else "open" if "open" in judged[n] else "yes"
            for n in range(len(cohort))
        ]
    return [{name: found[n] for name, found in came.items()} for n in range(len(cohort))]


def _enough_below(
    tier: Table, came: dict[str, list[Outcome]], cohort: Sequence[Table], one: Table
) -> bool:
    children = tier.get("children")
    if children is None:
        return True
    below = [n for n, other in enumerate(cohort) if other["parent"] == one["id"]]
    reached = sum(came[children["at"]][n] == "yes" for n in below)
    share = Fraction(children["share"].rstrip("%")) / 100
    return reached >= rounded(share * len(below), children["round"])


def _top(
    top: Table,
    cohort: Sequence[Table],
    points: Sequence[Fraction],
    meets: Sequence[bool],
    came: dict[str, list[Outcome]],  # noqa: ARG001
    number: int,
) -> Outcome:
    is_first = "n" in top
    others = [
        points[n]
        for n in range(len(cohort))
        if n != number
        and group_of(cohort[n], top["within"]) == group_of(cohort[number], top["within"])
        and (meets[n] or not is_first)
    ]
    first, last = rank_among(points[number], others)
    if is_first:
        return "yes" if (first if top["ties"] == "all" else last) <= top["n"] else "no"
    after = len(others) + 1 - (last if top["ties"] == "all" else first)
    return "yes" if after >= top["last"] else "no"


def _quota(
    quota: Table,
    cohort: Sequence[Table],
    points: Sequence[Fraction],
    meets: Sequence[bool],
    came: dict[str, list[Outcome]],
    number: int,
) -> Outcome:
    here = [
        n
        for n in range(len(cohort))
        if group_of(cohort[n], quota["within"]) == group_of(cohort[number], quota["within"])
    ]
    if "places" in quota:
        places = quota["places"]
    else:
        base = [n for n in here if "of" not in quota or came[quota["of"]][n] == "yes"]
        share = Fraction(quota["share"].rstrip("%")) / 100
        places = rounded(share * len(base), quota["round"])
    others = [points[n] for n in here if n != number and meets[n]]
    if "by" not in quota:
        return "no" if not places else "yes" if len(others) + 1 <= places else "open"
    first, last = rank_among(points[number], others)
    return "yes" if (first if quota["ties"] == "all" else last) <= places else "no"


CONTESTS: dict[str, Callable[..., Outcome]] = {"top": _top, "quota": _quota}
