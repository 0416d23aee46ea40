"""The bundled standard of civilised communities, hand-written in numpy: what is earned for certain.

Exact, in hundredths of a point. Whatever is not recorded is zero or not done, and units inspected,
which a table cannot list, earn nothing; so it is right where everything else is recorded.
"""

# ruff: noqa: PLR2004 - the numbers are those of the standard, each where its rule is

from typing import Any, Final

import numpy as np
from making import Array

from peers import Cells, Judged
from peers.by_numpy import added

FULL: Final = (800, 1500, 1800, 1600, 1000, 1400, 1100, 800)
"""Hundredths of each section."""

TIERS: Final = ((8000, 0), (9000, 60), (9500, 80))
"""Hundredths in all, and the least share of every section."""

BONUS: Final = 2000
EXEMPT: Final = 2
"""Titles of public security from this level on."""


def by_hand(cells: Cells) -> Judged:
    """Total without bonus, sections, and the place of the tier."""
    full, fewer = _met_in_full(cells), _left_out(cells)
    sections = [one(cells) for one in (_first, _second, _third, _fourth, _fifth)]
    sections += [_rescaled(_sixth(cells), 1400, fewer[0]), _seventh(cells)]
    sections.append(_rescaled(_eighth(cells), 800, fewer[1]))
    total = added(sections)
    bonus = np.minimum(_bonus(cells), BONUS)
    tier = np.full(len(total), -1)
    may = _may_be_named(cells)
    for rank, (least, share) in enumerate(TIERS):
        is_so = may & (total + bonus >= least)
        for section, own in zip(sections, FULL, strict=True):
            is_so = is_so & (section * 100 >= own * share)
        tier[is_so & full if rank == len(TIERS) - 1 else is_so] = rank
    return Judged(total, sections, tier)


def _reached(cells: Cells, name: str, share: int) -> Array:
    """Whether a rate is so many percent; false where there is nothing of it."""
    of = cells[f"{name}.of"]
    return (of > 0) & (cells[f"{name}.count"] * 100 >= of * share)


def _none(cells: Cells, name: str) -> Array:
    return cells[f"{name}.of"] == 0


def _worth(*pairs: tuple[Any, int]) -> Array:
    """Hundredths of all that hold."""
    return added(is_so * np.int64(points) for is_so, points in pairs)


def _half_up(number: Array, of: Any) -> Array:
    return (2 * number + of) // (2 * of)


def _rescaled(points: Array, full: int, left_out: Array) -> Array:
    return np.where(left_out > 0, _half_up(points * full, full - left_out), points)


def _left_out(cells: Cells) -> tuple[Array, Array]:
    """Hundredths of what does not apply in sections six and eight."""
    managed, mediation = cells["managed_estates"] == 0, _none(cells, "mediation")
    return _worth((managed, 100), (mediation, 200)), _worth((_none(cells, "problems_fixed"), 150))


def _may_be_named(cells: Cells) -> Array:
    """Conditions of every tier, and no veto."""
    is_out = cells["fabrication_found"] > 0
    for name in (
        "leadership_cases.discipline", "leadership_cases.law", "grave_events.accident",
        "grave_events.economic", "grave_events.order", "environment_cases.environment",
        "environment_cases.land",
    ):  # fmt: skip
        is_out = is_out | (cells[name] > 0)
    needs = (cells["elected_on_time"] > 0) & (cells["fire_lanes_clear"] > 0)
    return ~is_out & needs & _reached(cells, "waste_collected", 95)


def _first(c: Cells) -> Array:
    turnout = (c["directly_elected"] == 0) | _reached(c, "turnout", 80)
    meetings = np.maximum(100 - 25 * np.maximum(4 - c["work_meetings"], 0), 0)
    return _worth(
        (c["party_organised"], 100), (c["party_rules_posted"], 100),
        (c["party_activities"] >= 4, 100), (c["assembly_meetings"] >= 2, 100),
        (c["committee_reported"], 100), (turnout, 100), (c["leading_group"], 25),
        (c["long_plan"], 25), (c["annual_plan"], 25), (c["half_year_review"], 25),
    ) + c["leading_group"] * meetings  # fmt: skip


def _second(c: Cells) -> Array:
    committees = added(
        c[f"committees.{one}"] for one in ("mediation", "security", "health", "women")
    )
    points = c["rules_score"] + np.minimum(c["joint_activities"], 4) + committees
    return points * 100 + _half_up(c["open_months"] * 300, 12)


def _third(c: Cells) -> Array:
    lost = c["street_findings.structure"] * 100 + c["street_findings.stall"] * 50
    tidy = np.maximum(300 - lost - c["street_findings.poster"] * 25, 0)
    return tidy + np.array([300, 198, 99, 0])[c["drains"]] + c["green_score"] * 10


def _fourth(c: Cells) -> Array:
    parts = _worth(
        (_none(c, "migrants_registered") | _reached(c, "migrants_registered", 95), 100),
        (_none(c, "rentals_registered") | _reached(c, "rentals_registered", 98), 100),
        (c["guards"] * 200 >= c["households"], 100), (c["every_building_kept"], 50),
        (c["key_road_cameras"], 50),
    )  # fmt: skip
    grave, ordinary = (_hazards(c, f"{one}_hazards_fixed") for one in ("grave", "ordinary"))
    safe = np.where(c["safe_unit_level"] >= EXEMPT, 900, grave[1] + ordinary[0] + _cases(c))
    return parts + safe + np.maximum(100 - 20 * c["misparked"], 0)


def _hazards(c: Cells, name: str) -> tuple[Array, Array]:
    """Two points less for each whole ten percent missing; one that has begun counting in full."""
    count, of = c[f"{name}.count"], np.maximum(c[f"{name}.of"], 1)
    missing = (of - count) * 10
    whole, begun = missing // of, -(-missing // of)
    is_none = _none(c, name)
    return (
        np.where(is_none, 200, np.maximum(200 - 50 * whole, 0)),
        np.where(is_none, 200, np.maximum(200 - 100 * begun, 0)),
    )


def _cases(c: Cells) -> Array:
    lost = c["cases.vicious"] * 100 + c["cases.order"] * 50 + c["cases.fire"] * 100
    more = c["ordinary_cases"] > c["ordinary_cases_before"]
    return np.maximum(500 - lost - more * np.int64(50), 0)


def _fifth(c: Cells) -> Array:
    lectures = np.array([0, 100, 200, 300])[np.minimum(c["lectures"] // 4, 3)]
    channels = added(c[f"channels.{one}"] for one in ("radio", "window", "stairwell", "online"))
    named = np.minimum(c["civilised_families"] * 10 + c["civilised_buildings"] * 25, 200)
    return lectures + named + _worth(
        ((c["core_value_ads"] >= 1) & (c["minors_ads"] >= 1), 150),
        (c["publicity_updates"] >= 4, 100), (channels >= 3, 50),
        (c["compact_adopted"], 100), (c["compact_delivered"], 100),
    )  # fmt: skip


FACILITIES: Final = (
    "office", "party", "police", "family", "reading", "recreation", "service", "clinic",
    "insurance", "ground", "school", "market", "window", "board",
)  # fmt: skip


def _sixth(c: Cells) -> Array:
    least = np.where(c["area_kind"] == 0, 3000, 5000)
    visits, poor = c["needy_visits"], c["low_income_households"]
    managed = (c["managed_estates"] > 0) * np.int64(50)
    within = [c["repair_hours"] <= hours * 10 for hours in (24, 72)]
    jobs = _none(c, "reemployment")
    return added(c[f"facilities.{one}"] for one in FACILITIES) * 25 + _worth(
        ((c["office_area"] >= least) & (c["one_stop_centre"] > 0), 100),
        (jobs | _reached(c, "reemployment", 90), 150),
        (jobs | _reached(c, "reemployment", 95), 100),
        (c["needy_files"], 50), (visits * 2 >= poor, 100), (visits >= poor, 100),
        (c["home_care"], 50), (c["rehab_station"], 50), (c["elders_visited"], 50),
        (_reached(c, "mediation", 90), 100), (_reached(c, "mediation", 95), 100),
    ) + managed * (within[0].view(np.int8) + within[1].view(np.int8))  # fmt: skip


def _seventh(c: Cells) -> Array:
    events = _half_up(np.minimum(c["culture_events"], 12) * 250, 12)
    work = added(
        one.view(np.int8)
        for one in (
            c["volunteers"] * 10 >= c["residents"], _reached(c, "staff_volunteers", 60),
            c["volunteer_activities"] >= 4, c["volunteer_hours"] >= 200,
        )
    )  # fmt: skip
    return events + np.array([0, 50, 100, 150, 250])[work] + _worth(
        (c["books"] * 100 >= c["residents"] * 5, 50), (c["periodicals"] >= 5, 50),
        (c["room_hours"] >= 100, 50), (c["outdoor_area"] >= 3000, 75),
        (c["outdoor_area"] >= 8000, 75), (c["minors_station"], 75), (c["minors_room"], 75),
    ) + np.minimum(c["minors_activities"] * 25, 150)  # fmt: skip


def _answers(c: Cells) -> tuple[Array, Array]:
    """Favourable answers, and all."""
    good = c["satisfaction.satisfied"] + c["satisfaction.basic"]
    return good, good + c["satisfaction.not"]


def _eighth(c: Cells) -> Array:
    good, valid = _answers(c)
    above = np.clip(good * 10 - valid * 6, 0, valid * 3)
    content = np.where(valid >= 50, _half_up(above * 100, np.maximum(valid, 1)), 0)
    count, of = c["problems_fixed.count"], c["problems_fixed.of"]
    fixed = np.maximum(150 * of - 500 * (of - count), 0)
    return content + np.array([150, 75, 0])[c["archives"]] + _worth(
        (_reached(c, "participation", 70), 100), (_reached(c, "participation", 90), 100),
    ) + np.where(of > 0, _half_up(fixed, np.maximum(of, 1)), 0)  # fmt: skip


def _bonus(c: Cells) -> Array:
    honours = c["honours.nation"] * 300 + c["honours.province"] * 200
    honours = honours + c["honours.city"] * 100 + c["honours.district"] * 50
    count, of = c["civil_estates.count"], np.maximum(c["civil_estates.of"], 1)
    made = c["streets_renewed"] * 25 + c["structures_removed"] * 2
    return added([
        np.minimum(honours, 800), np.minimum(c["media_reports"] * 25, 300),
        c["special_project"] * c["special_score"] * 100, np.minimum(made, 300),
        _half_up(np.minimum(count * 2, of) * 300, of), np.minimum(c["job_fairs"] * 25, 200),
    ])  # fmt: skip


def _met_in_full(c: Cells) -> Array:
    """Cases and content, which the highest tier asks for."""
    good, valid = _answers(c)
    is_safe = (c["safe_unit_level"] >= EXEMPT) | (_cases(c) == 500)
    return is_safe & (valid >= 50) & (good * 10 >= valid * 9)
