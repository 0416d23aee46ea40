"""Random standards, random communities, and the texts a user would have written for them.

Three kinds of thing are made here, all as the plain tables that TOML gives:

- `standards()`: a standard that is valid by construction, small, with every kind of fact, every
  mechanism, `applies_if`, `exempt_if`, `guard`, every role, nested sections, evidence, vetoes and
  tiers.
- `recorded(standard)`: what a community has on record, complete or with holes; `completions`
  draws complete facts that agree with such a record, `exhaustive` counts them out.
- `proofs(standard)`: pieces of evidence together with what must become of them.

`standard_toml` and `bundle_toml` write them down, `write_bundle` lays a bundle out in a folder,
and `vectors` and `standard_of` read the worked cases of `cases/vectors.toml`.

The values a fact can take are kept few on purpose, so that trying all of them is feasible: counts
and measures have at most some twenty values, or their edges lie within the first twenty; shares
have edges at whole tenths and are tried at every twentieth.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import tomli
from hypothesis import strategies as st
from oracle import (
    Case,
    Expression,
    all_criteria,
    amount,
    back_from,
    criteria_of,
    end_of_term,
    full_of_section,
    later_by,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from oracle import Table

Made: TypeAlias = dict[str, Any]
Raw: TypeAlias = Any

AS_OF = date(2026, 6, 30)
PERIOD: Made = {"from": date(2025, 7, 1), "until": AS_OF}
HUGE = 1_000_000_000
VECTORS = [
    Path(__file__).parent / "cases" / f"{name}.toml"
    for name in (
        "vectors",
        "mechanisms",
        "judgement",
        "sums",
        "cohort",
        "parameters",
        "assessors",
        "only",
    )
]


# ---------------------------------------------------------------- small things


def plain(units: int, places: int) -> int | Decimal:
    """`units` of the last of `places` decimals, as TOML would give it."""
    value = Decimal(units).scaleb(-places).normalize()
    return int(value) if value == value.to_integral_value() else value


def in_units(value: object, places: int) -> int:
    """How many units of the last of `places` decimals a number has."""
    return int(number(value) * 10**places)


@dataclass
class Draft:
    """A standard in the making.

    `places` are the decimals of its scoring. `steady` is set while the criterion in hand must
    always apply. `judged` names the events whose deductions a person judges.
    """

    draw: st.DrawFn
    places: int
    facts: dict[str, Made] = field(default_factory=dict)
    steady: bool = False
    floored: bool = False  # whether the section in hand has a floor
    judged: set[str] = field(default_factory=set)
    sources: dict[str, Made] = field(default_factory=dict)
    scales: dict[str, Made] = field(default_factory=dict)
    parameters: dict[str, Made] = field(default_factory=dict)

    def number(self, low: int, high: int) -> int:
        """A whole number between two, both included."""
        return self.draw(whole(low, high))

    def often(self, times: int, of: int) -> bool:
        """True so many times of so many, false when shrunk."""
        return self.number(1, of) > of - times

    def one(self, given: Iterable[Raw]) -> Raw:
        """One of the values given."""
        pool = list(given)
        return pool[self.draw(whole(0, len(pool) - 1))]

    def some(self, given: Iterable[Raw], low: int, high: int) -> list[Raw]:
        """Several different values in the order given."""
        pool = list(given)
        return [pool[at] for at in sorted(self.draw(places(len(pool), low, high)))]


@cache
def whole(low: int, high: int) -> st.SearchStrategy[int]:
    """A whole number between two. Made once: a new strategy is looked into before it is drawn."""
    return st.integers(low, high)


@cache
def places(size: int, low: int, high: int) -> st.SearchStrategy[list[int]]:
    """Several different places of so many."""
    return st.lists(whole(0, size - 1), min_size=low, max_size=high, unique=True)


# ---------------------------------------------------------------- declaring facts


def declare_count(draft: Draft) -> Made:
    """A count, its range small or left to the default."""
    ranges = [{"range": [0, 6]}, {"range": [0, 20]}, {"range": [1, 12]}, {}]
    return {"unit": "个", **draft.one(ranges)}


def declare_measure(draft: Draft) -> Made:
    """A measure whose edges lie within its first twenty units."""
    places = draft.number(0, 2)
    return {"decimals": places, **draft.one([{"range": [0, plain(20, places)]}, {}])}


def declare_rate(draft: Draft) -> Made:
    """A rate, at times one that may pass 100 %."""
    empty = ["zero", "full", "unproven"] + ([] if draft.steady else ["not_applicable"])
    beyond = {"beyond": True} if draft.often(1, 5) else {}
    return {"of": "应办件数", "if_none": draft.one(empty), **beyond}


def declare_choice(draft: Draft) -> Made:
    """One of several kinds."""
    options = {"urban": "城区", "rural": "农村", "mixed": "城乡结合", "new": "新建"}
    return {"options": dict(draft.some(options.items(), 2, 4))}


def declare_grade(draft: Draft) -> Made:
    """Two to four levels, best first, at times with what they are worth; or a scale; or facets."""
    faces = {"there": "存在", "trace": "痕迹", "effect": "效果"}
    facets = {"facets": dict(draft.some(faces.items(), 1, 3))} if draft.often(1, 3) else {}
    if draft.often(1, 4):
        draft.scales |= SCALES
        return {"scale": draft.one(SCALES), **facets}
    levels = {"A": "好", "B": "较好", "C": "一般", "D": "差"}
    worth = {"A": "100%", "B": "66%", "C": "33%", "D": "0%"}
    size = draft.number(2, 4)
    found: Made = {"levels": dict(list(levels.items())[:size]), **facets}
    return {**found, "worth": dict(list(worth.items())[:size])} if draft.often(1, 3) else found


SCALES: Made = {
    "abc": {
        "levels": {"A": "好", "B": "一般", "C": "差"},
        "worth": {"A": "100%", "B": "70%", "C": "0%"},
    },
    "signs": {"levels": {"yes": "优", "no": "劣"}, "worth": {"yes": "100%", "no": "33.3%"}},
}
"""Levels that several grades share."""


def declare_judged(draft: Draft) -> Made:
    """A range or a closed list."""
    if draft.often(1, 3):
        return {"only": draft.one([[5, 3, 2], [3, 1, 0], [4, 2]])}
    places = min(draft.places, draft.number(0, 1))
    kept = {"decimals": places} if places or draft.often(1, 2) else {}
    return {"range": [0, draft.number(1, 2 if places else 5)], **kept}


def declare_checklist(draft: Draft) -> Made:
    """Two to four items."""
    items = {"camera": "监控", "fence": "围墙", "gate": "门禁", "alarm": "报警"}
    return {"items": dict(draft.some(items.items(), 2, 4))}


def declare_events(draft: Draft) -> Made:
    """One to three classes, with or without a window."""
    classes = {"grave": "重大", "order": "治安", "fire": "火灾"}
    window = draft.one([None, "2y before as_of", "6m before as_of", "period", "year", "day"])
    if window == "day":
        day = fact(draft, "date") if draft.often(2, 3) else f"{fact(draft, 'titles')}.from"
        window = f"{draft.one(['since', '2y before', '6m before'])} {day}"
    kept: Made = {} if window is None else {"window": window}
    if draft.often(1, 6):
        kept["months"] = draft.one([[4, 6], [11, 5]])
    chosen = dict(draft.some(classes.items(), 1, 3))
    if draft.often(1, 5):
        kept["life"] = {draft.one(chosen): draft.one(["6m", "2y"])}
    if draft.often(1, 8):
        kept["reset"] = [draft.one(chosen)]
    if draft.often(1, 3):
        kept |= sorting(draft, list(chosen))
    return {"classes": chosen, **kept}


OF_EVENTS: Made = {
    "solved": {"kind": "flag", "title": "已破"},
    "place": {"kind": "text", "title": "地点"},
    "mended": {"kind": "date", "title": "修复"},
    "due": {"kind": "deadline", "title": "期限", "since": "date", "within": "1m"},
}
MENDED = [*(AS_OF - timedelta(days=off) for off in (200, 10, 9, 0)), "never"]
OF_EVENT_VALUES: Mapping[str, list[Raw]] = {
    "flag": [False, True],
    "text": ["东", "西"],
    "date": MENDED,
}


def sorting(draft: Draft, classes: list[str]) -> Made:
    """Fields of events, and groups they fall into."""
    when = {
        "milder": f"class == '{draft.one(classes)}' and solved",
        "again": "ordinal >= 2",
        "neglected": "mended > due and due < as_of",
        "early": "date < 2026-01-01 and not solved",
    }
    groups = {key: {"title": key, "when": when[key]} for key in draft.some(when, 1, 2)}
    return {"fields": OF_EVENTS, "same": "place", "groups": groups}


def labels_of(declared: Table) -> list[str]:
    """Classes and groups of events."""
    return [*declared["classes"], *declared.get("groups", {})]


def declare_sample(draft: Draft) -> Made:
    """Two to four units to draw, one or two checks."""
    checks = {"even": "平整", "tidy": "整洁"}
    fewer = ["all", "unproven"] + ([] if draft.steady else ["not_applicable"])
    size: Raw = draft.number(2, 4)
    if draft.often(1, 3):
        count = fact(draft, "count")
        size = draft.one(
            [
                f"max(2, min(4, ceil(30% * {count})))",
                f"floor(min({count}, 9) / 2)",
                f"if({count} >= 3, 4, 2)",
            ]
        )
    return {
        "draw": size,
        "checks": dict(draft.some(checks.items(), 1, 2)),
        "fewer": draft.one(fewer),
    }


def declare_survey(draft: Draft) -> Made:
    """Three answers, the favourable ones first; worth points at times, and asked for by group."""
    found: Made = {
        "of": "居民",
        "answers": {"good": "满意", "fair": "基本满意", "poor": "不满意"},
        "favourable": draft.one([["good"], ["good", "fair"]]),
        "minimum": draft.one([1, 5, 10]),
        "if_short": draft.one(["unproven", "accept"]),
    }
    if draft.often(1, 2):
        found["worth"] = draft.one(
            [
                {"good": 6, "fair": 3, "poor": 1},
                {"good": 6, "fair": Decimal("2.5"), "poor": -1},
                {"good": 1, "fair": 0, "poor": 6},
            ]
        )
    if draft.often(1, 3):
        found["groups"] = {"home": "住户", "shop": "商户"}
    if found["if_short"] == "unproven":
        if "groups" in found and draft.often(1, 2):
            found["quotas"] = draft.one([{"home": 2}, {"home": 1, "shop": 3}])
        if draft.often(1, 4):
            found["returned"] = draft.one(["80%", "100%", "33.3%"])
        if draft.often(1, 4):
            found["by"] = draft.one([["入户"], ["入户", "电话"]])
    return found


def declare_date(draft: Draft) -> Made:
    """A day within some years."""
    ranges: list[Made] = [{"range": [date(2019, 1, 1), date(2028, 12, 31)]}, {}]
    chosen: Made = draft.one(ranges)
    return chosen


def declare_titles(draft: Draft) -> Made:
    """A title with levels or without, of certain issuers, for a term."""
    made: Made = draft.one([{}, {"levels": {"low": "一级", "mid": "二级", "top": "三级"}}])
    issuer: Made = draft.one([{}, {"issuers": ["市文明委", "省文明委"]}])
    return {**made, **issuer, **draft.one([{}, {"term": "2y"}, {"term": "6m"}, {"term": "30d"}])}


def declare_derived(draft: Draft) -> Made:
    """A number worked out from two counts, a quotient at times."""
    one, other = fact(draft, "count"), fact(draft, "count")
    empty = ["zero", "full", "unproven"] + ([] if draft.steady else ["not_applicable"])
    shapes: list[Made] = [
        {"value": f"{one} * 2 - {other}"},
        {"value": f"{one} / ceil({other} / 3)", "if_none": draft.one(empty)},
        {"value": f"({one} + 1) / ({other} - 2)", "if_none": draft.one(empty)},
    ]
    chosen: Made = draft.one(shapes)
    return chosen


CELLS: Made = {
    "found": {"kind": "date", "title": "认定"},
    "placed": {"kind": "date", "title": "办结"},
    "done": {"kind": "flag", "title": "办妥"},
    "sort": {"kind": "choice", "title": "类别", "options": {"own": "本地", "other": "外来"}},
    "tests": {"kind": "count", "title": "已查"},
    "due": {"kind": "deadline", "title": "期限", "since": "found", "within": "1m"},
    "idle": {"kind": "elapsed", "title": "持续", "since": "found", "until": "placed"},
    "owed": {
        "kind": "schedule",
        "title": "应查",
        "since": "found",
        "steps": [{"for": "4m", "each": "1m"}, {"for": "1y", "each": "2m"}],
    },
}
IN_GROUPS: Made = {
    "late": "placed > due and due < as_of",
    "undone": "not done or sort == 'other'",
    "long": "idle.months >= 6 or idle.days == 1",
    "short": "tests < owed",
    "old": "found.years >= 1 and sort in ['own']",
}
ADDED_UP: Made = {"missing": "max(0, owed - tests)", "half": "tests * 0.5 + if(done, 1, 0)"}


def declare_register(draft: Draft) -> Made:
    """Fields of every kind, one or two groups, a sum at times."""
    groups = {key: {"title": key, "when": IN_GROUPS[key]} for key in draft.some(IN_GROUPS, 1, 2)}
    sums = {key: {"title": key, "value": ADDED_UP[key]} for key in draft.some(ADDED_UP, 0, 1)}
    return {"fields": CELLS, "groups": groups} | ({"sums": sums} if sums else {})


def declare_series(draft: Draft) -> Made:
    """A number or a share for each year or quarter, with a base two periods back."""
    empty = ["zero", "full", "unproven"] + ([] if draft.steady else ["not_applicable"])
    shapes: list[Made] = [{"of": "全部经费"}, {"range": [0, 4]}, {"range": [0, 1], "decimals": 1}]
    per = draft.one(["year", "quarter"])
    made: Made = {
        "per": per,
        "now": draft.one(["as_of", "period"]),
        "mean_of": draft.one([1, 2]),
        "base": {"year": 2024, "quarter": "2025-Q4"}[per],
        "if_none": draft.one(empty),
        **draft.one(shapes),
    }
    return made


def declare_external(draft: Draft) -> Made:
    """A number of others', which may be too old."""
    shapes: list[Made] = [{"share": True}, {"range": [0, 20]}, {"within": "1y", "range": [0, 5]}]
    return {"from": "市统计局", **draft.one(shapes)}


DECLARE: Mapping[str, Callable[[Draft], Made]] = {
    "count": declare_count,
    "measure": declare_measure,
    "rate": declare_rate,
    "flag": lambda _: {},
    "choice": declare_choice,
    "grade": declare_grade,
    "judged": declare_judged,
    "checklist": declare_checklist,
    "events": declare_events,
    "sample": declare_sample,
    "survey": declare_survey,
    "date": declare_date,
    "register": declare_register,
    "titles": declare_titles,
    "derived": declare_derived,
    "series": declare_series,
    "external": declare_external,
}


def may_lapse(declared: Table) -> bool:
    """Whether a fact can make a criterion not applicable."""
    return "not_applicable" in {declared.get("if_none"), declared.get("fewer")}


def fact(draft: Draft, kind: str, fits: Callable[[str], bool] = lambda _: True) -> str:
    """The name of a fact of some kind: one that is there and fits, or a new one."""
    known = [name for name, one in draft.facts.items() if one["kind"] == kind and fits(name)]
    if known and draft.often(1, 3):
        return str(draft.one(known))
    name = f"{kind}_{len(draft.facts) + 1}"
    title = f"数据项{len(draft.facts) + 1}"
    draft.facts[name] = {"kind": kind, "title": title, **DECLARE[kind](draft)}
    return name


def value_fact(draft: Draft, *kinds: str) -> str:
    """A fact a mechanism rests on; one that cannot lapse where the criterion must apply."""
    return fact(
        draft, draft.one(kinds), lambda name: not (draft.steady and may_lapse(draft.facts[name]))
    )


def number_of(draft: Draft) -> tuple[str, Table]:
    """A number a mechanism reads, and a declaration with its edges: a fact or an expression."""
    if draft.often(3, 4):
        name = value_fact(draft, "count", "measure", "rate", "survey", "derived", "register")
        declared = draft.facts[name]
        if declared["kind"] == "register":
            return f"{name}.{draft.one(parts_of(declared))}", {"kind": "count"}
        if declared["kind"] == "survey":
            part = draft.one(["", "", *(f".{one}" for one in declared.get("groups", ()))])
            if "worth" in declared and draft.often(1, 2):
                return f"{name}{part}.mean", {"kind": "count", "range": [0, 6]}
            return f"{name}{part}", declared
        return name, declared
    return calculated(draft), {"kind": "count"}


def parts_of(declared: Table) -> list[str]:
    """The groups and sums of a register."""
    return [*declared.get("groups", {}), *declared.get("sums", {})]


def calculated(draft: Draft) -> str:
    """An expression over two counts or a series, at times with a condition."""
    if draft.often(1, 4):
        return of_series(draft)
    one, other = fact(draft, "count"), fact(draft, "count")
    low = draft.number(1, 6)
    shapes: list[Callable[[], str]] = [
        lambda: f"{one} + {other}",
        lambda: f"{one} * 2 - {other}",
        lambda: f"max(0, {one} - {other})",
        lambda: f"{one} / {other}",
        lambda: f"{one} - ceil({other} / {low})",
        lambda: f"if({one} >= {low}, {other}, 0)",
        lambda: f"max(0, {one} + {other} - {fact(draft, 'external')})",
        lambda: f"if({condition(draft)}, {one}, {other} + {low})",
        lambda: f"min({one}, {low}) * if({ask_flag(draft)}, 1.5, 1) - {other} / 2",
    ]
    return str(draft.one(shapes)())


def of_series(draft: Draft) -> str:
    """A number read of a series, or worked out from its periods."""
    name = value_fact(draft, "series")
    has_most = {"of", "range"} & draft.facts[name].keys()  # above which nothing may be asked
    shapes = [
        *(f"{name}{part}{' * 10' if has_most else ''}" for part in ("", ".now", ".last", ".base")),
        *(f"{name}{part}" for part in (".mean", ".change", ".growth", ".over_mean")),
        f"max(0, {name}.over_base) * 10",
        f"15% * {name}.ago2 + 25% * {name}.last + 60% * {name}.now",
        f"if({name}.first, {name}.now, {name}.now - {name}.last)",
        f"{name}.falling * 2",  # alone it has a most, which a bound must not exceed
    ]
    return str(draft.one(shapes))


def edges(declared: Table) -> list[Raw]:
    """The values at which rules about a fact may turn, rising, the first of them zero."""
    kind = declared["kind"]
    if kind in {"rate", "survey"}:
        return ["0%", "100‰", *(f"{tens}0%" for tens in range(2, 11))]
    if kind == "measure":
        return [plain(units, declared["decimals"]) for units in range(0, 21, 2)]
    return list(range(13 if declared.get("range", [0, 20])[1] > 6 else 7))


def as_text(value: object) -> str:
    """An edge as an expression writes it."""
    found = number(value)
    if isinstance(value, str):
        return f"{int(found * 100)}%"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def at_times_a_parameter(draft: Draft, value: Raw, others: Iterable[Raw]) -> Raw:
    """The value, or the name of a parameter that has it or others by case."""
    if not draft.often(1, 6):
        return value
    pool = [value, *others]
    name = f"limit_{len(draft.parameters) + 1}"
    by = draft.one(["choice", "choice", "count", "year"])
    made: Made = {"title": f"参数{name}", "by": by if by == "year" else fact(draft, by)}
    if by == "choice":
        options = draft.facts[made["by"]]["options"]
        made["values"] = {option: draft.one(pool) for option in options}
    else:
        edges_of = {"count": range(1, 6), "year": range(2024, 2029)}[by]
        starts = draft.some(edges_of, 1, 2)
        made["values"] = [
            {draft.one(["from", "above"]): start, "value": draft.one(pool)} for start in starts
        ]
        made["otherwise"] = draft.one(pool)
    draft.parameters[name] = made
    return name


# ---------------------------------------------------------------- conditions


def ask_number(draft: Draft) -> str:
    """Compare a count, measure, rate, survey or judged score with a number."""
    name = fact(draft, draft.one(["count", "measure", "rate", "survey", "derived"]))
    sign = draft.one([">=", ">", "<=", "<", "==", "!="])
    pool = edges(draft.facts[name])
    bound = at_times_a_parameter(draft, draft.one(pool), pool)
    return f"{name} {sign} {bound if bound in draft.parameters else as_text(bound)}"


def ask_judged(draft: Draft) -> str:
    """Compare a judged score."""
    return f"{fact(draft, 'judged')} {draft.one(['>=', '>', '<'])} {draft.number(0, 3)}"


def ask_flag(draft: Draft) -> str:
    """A flag stands alone."""
    return f"{draft.one(['', 'not '])}{fact(draft, 'flag')}"


def ask_choice(draft: Draft) -> str:
    """A choice is, is not, or is one of several."""
    name = fact(draft, "choice")
    keys = [f"'{key}'" for key in draft.facts[name]["options"]]
    if draft.often(1, 2):
        return f"{name} in [{', '.join(draft.some(keys, 1, 2))}]"
    return f"{name} {draft.one(['==', '!='])} {draft.one(keys)}"


def ask_grade(draft: Draft) -> str:
    """A grade is at least, better than, at most some level."""
    name = fact(draft, "grade")
    declared = draft.facts[name]
    part = f".{draft.one(declared['facets'])}" if "facets" in declared else ""
    sign = draft.one([">=", ">", "<=", "<", "==", "!="])
    return f"{name}{part} {sign} '{draft.one(options_of(declared, draft.scales))}'"


def ask_checklist(draft: Draft) -> str:
    """An item of a checklist, or how many are met."""
    name = fact(draft, "checklist")
    items = list(draft.facts[name]["items"])
    if draft.often(1, 2):
        return f"{name} >= {draft.number(1, len(items))}"
    return f"{name}.{draft.one(items)}"


def ask_events(draft: Draft) -> str:
    """How many events, in all or of a class."""
    name = fact(draft, "events")
    whole = draft.one([name, *(f"{name}.{one}" for one in labels_of(draft.facts[name]))])
    return f"{whole} {draft.one(['==', '<=', '>'])} {draft.number(0, 2)}"


def ask_register(draft: Draft) -> str:
    """How many units there are, belong to a group, or what they add up to."""
    name = fact(draft, "register")
    whole = draft.one([name, *(f"{name}.{one}" for one in parts_of(draft.facts[name]))])
    return f"{whole} {draft.one(['==', '<=', '>', '!='])} {draft.number(0, 2)}"


def ask_survey(draft: Draft) -> str:
    """How many valid answers, of a group at times; the mean; how many forms came back."""
    name = fact(draft, "survey")
    declared = draft.facts[name]
    part = draft.one(["", *(f".{one}" for one in declared.get("groups", ()))])
    asks = [f"{part}.valid >= {draft.number(1, 12)}", f"{part} >= 50%"]
    if "worth" in declared:
        asks.append(f"{part}.mean {draft.one(['>=', '<', '=='])} {draft.number(0, 6)}")
    if "returned" in declared:
        asks.append(".returned > 80%")
    return f"{name}{draft.one(asks)}"


def ask_part(draft: Draft) -> str:
    """How many valid answers; how many units passed. Samples only where fewer units will do."""
    if draft.often(1, 2):
        return ask_survey(draft)
    known = [
        name
        for name, one in draft.facts.items()
        if one["kind"] == "sample" and one["fewer"] == "all"
    ]
    if not known:
        return ask_flag(draft)
    ask = draft.one([".passing >= 2", ".drawn > 1", " >= 50%", ".passing == 0"])
    return f"{draft.one(known)}{ask}"


def ask_sum(draft: Draft) -> str:
    """Arithmetic over two counts."""
    one, other = fact(draft, "count"), fact(draft, "count")
    low = draft.number(1, 6)
    return str(
        draft.one(
            [
                f"{one} + {other} >= {low}",
                f"{one} * 2 - {other} > {low}",
                f"min({one}, {other}) >= {low}",
                f"max({one}, {other}, 2) <= {low}",
                f"{one} >= ceil({other} / {low})",
                f"floor({one} * 30%) + {other} < {low}",
                f"({one} + {other}) / 2 >= {low}",
            ]
        )
    )


def ask_date(draft: Draft) -> str:
    """How long ago a day is, or whether it lies before another."""
    name = fact(draft, "date")
    bounds = {"years": [0, 1, 2], "months": [6, 12, 23, 24], "days": [0, 1, 365, 731]}
    part = draft.one([*bounds, "", "of year"])
    if part == "of year":
        return f"year {draft.one(['>=', '<'])} {draft.one([2026, 2027])} or {name} < as_of"
    if part:
        return f"{name}.{part} {draft.one(['>=', '<', '=='])} {draft.one(bounds[part])}"
    day = draft.one([*(str(one) for one in turning_days()), "as_of"])
    return f"{name} {draft.one(['>=', '>', '<=', '<', '==', '!='])} {day}"


def ask_external(draft: Draft) -> str:
    """A number of one's own with one of others'."""
    name = fact(draft, "external")
    own = fact(draft, "rate" if draft.facts[name].get("share") else "count")
    asked = draft.one([name, f"120% * {name}", f"{name} + 1"])
    return f"{own} {draft.one(['>=', '>', '<=', '<', '==', '!='])} {asked}"


def ask_series(draft: Draft) -> str:
    """A number of a series with another, or how it moved."""
    name = fact(draft, "series")
    sign = draft.one([">=", ">", "<=", "<", "==", "!="])
    parts: list[str] = [
        f"{name}.now {sign} {name}.last",
        f"{name} {sign} {name}.mean",
        f"{name}.change {sign} {draft.one(['-1', '0', '1', '20%'])}",
        f"{name}.growth {sign} {draft.one(['-50%', '0%', '100%'])}",
        f"{name}.over_mean {sign} {draft.one(['-50%', '0%'])}",
        f"{name}.over_base {sign} {draft.one(['-20%', '0%'])}",
        f"{name}.falling {sign} {draft.number(0, 3)}",
        f"not {name}.first",
    ]
    return str(draft.one(parts))


def ask_titles(draft: Draft) -> str:
    """Whether a title is held, for how long, or how long ago it was lost."""
    name = fact(draft, "titles")
    rising = list(draft.facts[name].get("levels", {}))
    stem = f"{name}.{draft.one(rising)}" if rising and draft.often(1, 2) else name
    compare = draft.one([">=", ">", "<", "<=", "=="])
    shapes: list[Callable[[], str]] = [
        lambda: f"{name}.{draft.one(['held', *rising])}",
        lambda: f"not {name}.held",
        lambda: f"{stem}.{draft.one(['years', 'streak'])} {compare} {draft.one([1, 2, 3])}",
        lambda: f"{stem}.months {compare} {draft.one([6, 12, 23])}",
        lambda: f"{stem}.days {compare} {draft.one([1, 180, 365])}",
        lambda: f"{stem}.{draft.one(['from', 'until'])} {compare} {draft.one(turning_days())}",
        lambda: f"{stem}.left {compare} {draft.one([0, 1, 30, 200])}",
        lambda: f"{name}.revoked.{draft.one(['years', 'months'])} {compare} {draft.one([0, 1, 2])}",
    ]
    shapes += (
        [lambda: f"{name} {compare} '{draft.one(['none', *rising])}'"] if rising else [lambda: name]
    )
    return str(draft.one(shapes)())


ASK = (
    ask_number,
    ask_flag,
    ask_choice,
    ask_grade,
    ask_judged,
    ask_checklist,
    ask_events,
    ask_part,
    ask_sum,
    ask_date,
    ask_register,
    ask_series,
    ask_external,
    ask_titles,
)


def condition(draft: Draft) -> str:
    """A condition, simple or made of up to three."""
    asks: Iterator[str] = (draft.one(ASK)(draft) for _ in itertools.count())
    shape = draft.number(1, 10)
    joined = {
        7: lambda: f"{next(asks)} and {next(asks)}",
        8: lambda: f"{next(asks)} or {next(asks)}",
        9: lambda: f"not ({next(asks)} or {next(asks)})",
        10: lambda: f"({next(asks)} or {next(asks)}) and {next(asks)}",
    }
    return joined.get(shape, lambda: next(asks))()


# ---------------------------------------------------------------- mechanisms


def full_points(draft: Draft) -> int | Decimal:
    """Points that need no rounding at the standard's decimals."""
    if draft.places and draft.often(1, 3):
        return plain(draft.number(1, 60), 1)
    return draft.number(1, 10)


def lesser(draft: Draft, full: object) -> int | Decimal:
    """Points from nothing to `full`, at times with one decimal more than the scoring keeps."""
    places = draft.places + int(draft.often(1, 4))
    return plain(draft.number(0, in_units(full, places)), places)


def portion(draft: Draft, full: object) -> int | Decimal:
    """Points above nothing, up to `full`."""
    places = draft.places + int(draft.often(1, 4))
    return plain(draft.number(1, in_units(full, places)), places)


def make_all_of(draft: Draft) -> tuple[Raw, Raw]:
    """One to three conditions."""
    return [condition(draft) for _ in range(draft.number(1, 3))], full_points(draft)


def make_parts(draft: Draft) -> tuple[Raw, Raw]:
    """One to three parts that add up."""
    full, places = full_points(draft), draft.places + 1
    units = in_units(full, places)
    cuts = draft.some(range(1, units), min(1, units - 1), 2)
    table: list[Made] = []
    for start, end in itertools.pairwise([0, *cuts, units]):
        title = {"title": f"分项{start}"} if draft.often(1, 2) else {}
        worth: Made = {"points": plain(end - start, places), **title}
        if table and draft.often(2, 3):
            worth["applies_if"] = condition(draft)
            worth["otherwise"] = draft.one(["met", "dropped"])
        if draft.often(1, 3):
            table.append({"all_of": make_all_of(draft)[0], **worth})
        else:
            table.append({"when": condition(draft), **worth})
    return table, full


def make_checklist(draft: Draft) -> tuple[Raw, Raw]:
    """Conditions or a checklist; a table or so much for each."""
    if draft.often(1, 2):
        of: Raw = fact(draft, "checklist")
        size = len(draft.facts[of]["items"])
    else:
        of = [condition(draft) for _ in range(draft.number(1, 3))]
        size = len(of)
    if draft.often(1, 3):
        each = full_points(draft)
        return {"of": of, "each": each}, plain(in_units(each, 1) * size, 1)
    full = full_points(draft)
    points = sorted(lesser(draft, full) for _ in range(size))
    return {"of": of, "points": [*points, full]}, full


def options_of(declared: Table, scales: Table) -> list[str]:
    """The levels of a grade or the options of a choice."""
    if "scale" in declared:
        declared = scales[declared["scale"]]
    return list(declared["levels" if "levels" in declared else "options"])


def shared(draft: Draft, facets: Iterable[str]) -> tuple[Made, Raw]:
    """Points of every facet, and their sum."""
    places = draft.places + int(draft.often(1, 4))
    units = {facet: draft.number(1, 30) for facet in facets}
    shares = {facet: plain(one, places) for facet, one in units.items()}
    return {"shares": shares}, plain(sum(units.values()), places)


def make_graded(draft: Draft) -> tuple[Raw, Raw]:
    """Every level worth a share or points, the first one all of it; facets add up."""
    name, full = value_fact(draft, "grade", "choice"), full_points(draft)
    declared, table = draft.facts[name], {"value": name}
    first, *others = options_of(declared, draft.scales)
    if "facets" in declared:
        shares, full = shared(draft, declared["facets"])
        table |= shares
    if ("scale" in declared or "worth" in declared) and draft.often(1, 2):
        return table, full
    if "facets" not in declared and draft.often(1, 2):
        points = {first: full} | {one: lesser(draft, full) for one in others}
        return {"value": name, "points": points}, full
    worth = {one: f"{draft.one([0, 30, 33, 50, 66, 70])}%" for one in others}
    return {**table, "worth": {first: "100%", **worth}}, full


def make_banded(draft: Draft) -> tuple[Raw, Raw]:
    """One to three bands, open upwards, open downwards, or with both ends."""
    name, declared = number_of(draft)
    full, style = full_points(draft), draft.one(["lower", "upper", "both"])
    ends = draft.some(edges(declared)[1:-1], 2 if style == "both" else 1, 4)
    bands: list[Made]
    if style == "lower":
        bands = [{draft.one(["from", "above"]): end} for end in ends]
        if len(bands) == 1:
            key = next(iter(bands[0]))
            bands[0][key] = at_times_a_parameter(draft, ends[0], edges(declared)[1:-1])
    elif style == "upper":
        bands = [{draft.one(["upto", "below"]): end} for end in ends]
    else:
        low, high = draft.one([("from", "below"), ("above", "upto")])
        bands = [{low: one, high: other} for one, other in itertools.pairwise(ends)]
    best = draft.number(0, len(bands) - 1)
    for place, band in enumerate(bands):
        band["points"] = full if place == best else lesser(draft, full)
    otherwise = {"otherwise": lesser(draft, full)} if draft.often(1, 3) else {}
    return {"value": name, "bands": bands, **otherwise}, full


def make_stepped(draft: Draft) -> tuple[Raw, Raw]:
    """Steps below or above a target; a floor below zero at times, where no share is empty."""
    (name, declared), full = number_of(draft), full_points(draft)
    ends, side = edges(declared), draft.one(["below", "above"])
    steps: Made = {
        "count": [1, 2, 3],
        "derived": [1, 2],
        "rate": ["10%", "5%", "50‰"],
        "survey": ["10%", "20%"],
    }
    if declared["kind"] == "measure":
        steps["measure"] = [plain(one, declared["decimals"]) for one in (1, 3, 4)]
    below = declared["kind"] in {"count", "measure"} and draft.often(1, 5)
    table = {
        "value": name,
        side: draft.one(ends[1:] if side == "below" else ends[:-1]),
        "step": draft.one(steps[declared["kind"]]),
        "each": portion(draft, full),
        "started": draft.one(["free", "full", "pro_rata"]),
        "floor": -1 if below else draft.one([0, 0, lesser(draft, full)]),
    }
    return table, full


def make_proportional(draft: Draft) -> tuple[Raw, Raw]:
    """Linear, rising or falling."""
    (name, declared), full = number_of(draft), full_points(draft)
    start, end = draft.some(edges(declared), 2, 2)
    if draft.often(1, 3):
        start, end = end, start
    table = {"value": name, "from": start, "to": end}
    if not number(start) and draft.often(1, 2):
        del table["from"]
    return table, full


def make_counted(draft: Draft) -> tuple[Raw, Raw]:
    """So much for each unit of one fact, of several, or for each event."""
    full, shape = full_points(draft), draft.number(1, 3)
    cap = full if draft.often(4, 5) else portion(draft, full)
    if shape == 1:
        name = fact(draft, "count") if draft.often(2, 3) else calculated(draft)
        each = at_times_a_parameter(draft, portion(draft, full), [portion(draft, full)])
        return {"value": name, "each": each, "cap": cap}, full
    if shape == 2:
        each = {fact(draft, "count"): portion(draft, full) for _ in range(2)}
        return {"each": each, "cap": cap}, full
    name = fact(draft, "events")
    worth = {one: portion(draft, full) for one in labels_of(draft.facts[name])}
    return {"of": name, "each": worth, "cap": cap}, full


def make_ledger(draft: Draft) -> tuple[Raw, Raw]:
    """A start, and so much up or down for every entry."""
    full = full_points(draft)
    name = fact(draft, "events", lambda one: one not in draft.judged)
    each = {
        one: portion(draft, full) * draft.one([-1, 0, 1]) for one in labels_of(draft.facts[name])
    }
    start = draft.one([0, lesser(draft, full), full])
    return {
        "of": name,
        "start": start,
        "each": each,
        "floor": draft.one([0, -1]),
        "ceiling": full,
    }, full


def loss_per_event(draft: Draft, full: object) -> Made:
    """A loss for every event: one amount, one per class, or a range a person judges."""
    if draft.often(1, 3):
        name = fact(draft, "events", lambda _: False)
        for key in ("fields", "same", "groups"):
            draft.facts[name].pop(key, None)
        places = min(draft.places, draft.number(0, 1))
        draft.facts[name] |= {"decimals": places} if places else {}
        draft.judged.add(name)
        each: Made = {one: portion(draft, full) for one in draft.facts[name]["classes"]}
        low = draft.number(1, 3)
        each[draft.one(each)] = {
            "from": plain(low, places),
            "to": plain(low + draft.number(1, 4), places),
        }
        return {"of": name, "each": each}
    name = fact(draft, "events", lambda one: one not in draft.judged)
    if draft.often(1, 3):
        return {"of": name, "each": portion(draft, full)}
    return {
        "of": name,
        "each": {one: portion(draft, full) for one in labels_of(draft.facts[name])},
    }


def loss_by_number(draft: Draft, full: object) -> Made:
    """A loss for each block of a count, or by the band of a number; a cap at times."""
    cap = {"cap": portion(draft, full)} if draft.often(1, 3) else {}
    if draft.often(1, 2):
        block = {"per": draft.one([2, 3]), "started": draft.one(["free", "full", "pro_rata"])}
        kept = block if draft.often(1, 2) else {}
        return {"value": fact(draft, "count"), "each": portion(draft, full), **kept, **cap}
    steady, draft.steady = draft.steady, True  # a loss has no criterion to take away
    name, declared = number_of(draft)
    draft.steady = steady
    ends = draft.some(edges(declared)[1:-1], 1, 3)
    key = draft.one(["above", "from", "upto", "below"])
    bands = [{key: end, "points": portion(draft, full)} for end in ends]
    return {"value": name, "bands": bands, **cap}


def make_deduction(draft: Draft) -> tuple[Raw, Raw]:
    """Losses by event, by fault, or both; a floor, at times below zero; a cap at times."""
    full, shape = full_points(draft), draft.number(1, 3)
    table = loss_per_event(draft, full) if shape != 1 else {}
    if shape != 2:
        table["faults"] = [
            {"when": condition(draft), "points": portion(draft, full), "title": f"问题{at}"}
            for at in range(draft.number(1, 2))
        ]
    if shape != 1 and draft.often(1, 3):
        table["losses"] = [loss_by_number(draft, full) for _ in range(draft.number(1, 2))]
    spills = ["section"] if draft.floored else []
    table["floor"] = draft.one([0, 0, -1, lesser(draft, full), *spills])
    if draft.often(1, 4):
        table["cap"] = portion(draft, full)
    return table, full


def make_sampled(draft: Draft) -> tuple[Raw, Raw]:
    """By units that pass, units that fail, all, or their share."""
    name, full = value_fact(draft, "sample"), full_points(draft)
    is_fixed = isinstance(draft.facts[name]["draw"], int)
    by = draft.one([*(["passing"] if is_fixed else []), "failing", "all", "share"])
    table = {"of": name, "by": by}
    if by == "passing":
        size = draft.facts[name]["draw"]
        table["points"] = [*sorted(lesser(draft, full) for _ in range(size)), full]
    if by == "failing":
        below = draft.facts[name]["fewer"] == "all" and draft.often(1, 4)
        table |= {"each": portion(draft, full), "floor": -1 if below else 0}
        if draft.floored and draft.often(1, 2):
            table["floor"] = "section"
    return table, full


def make_judged(draft: Draft) -> tuple[Raw, Raw]:
    """The score a person gives."""
    name = value_fact(draft, "judged")
    declared = draft.facts[name]
    return {"value": name}, max(declared["only" if "only" in declared else "range"])


def make_not_known(draft: Draft) -> tuple[Raw, Raw]:
    """A rule nobody knows."""
    return draft.one(["原件缺页", "只公布了节录"]), full_points(draft)


def nested(draft: Draft) -> tuple[Made, Raw]:
    """A mechanism that stands inside another, and its full points."""
    simple = {
        "all_of": make_all_of,
        "checklist": make_checklist,
        "graded": make_graded,
        "banded": make_banded,
        "stepped": make_stepped,
        "proportional": make_proportional,
        "counted": make_counted,
        "parts": make_parts,
    }
    name = draft.one(simple)
    table, full = simple[name](draft)
    return {name: table}, full


def branch(draft: Draft) -> Made:
    """An entry: a condition and points, or a mechanism; at times with a title."""
    title = {"title": f"办法{draft.number(1, 9)}"} if draft.often(1, 2) else {}
    if draft.often(1, 2):
        return {"when": condition(draft), "points": full_points(draft), **title}
    made, full = nested(draft)
    return {**made, "points": full, **title}


def best_points(table: list[Made]) -> Raw:
    """The points of the entry that gives most."""
    return max((one["points"] for one in table), key=number)


def make_best_of(draft: Draft) -> tuple[Raw, Raw]:
    """One to three entries."""
    table = [branch(draft) for _ in range(draft.number(1, 3))]
    return table, best_points(table)


def make_first_of(draft: Draft) -> tuple[Raw, Raw]:
    """One to three cases, the last at times for all the rest."""
    table = []
    for at in range(draft.number(1, 3)):
        made, full = nested(draft) if draft.often(1, 2) else ({}, full_points(draft))
        when = {} if at and draft.often(1, 2) else {"when": condition(draft)}
        table.append({**when, "points": full, **made})
        if not when:
            break
    return table, best_points(table)


def make_unsettled(draft: Draft) -> tuple[Raw, Raw]:
    """Two or three readings."""
    table = [branch(draft) for _ in range(draft.number(2, 3))]
    return table, best_points(table)


def make_ranked(draft: Draft) -> tuple[Raw, Raw]:
    """Points by rank."""
    points = sorted((full_points(draft) for _ in range(draft.number(1, 4))), reverse=True)
    table = {
        "value": value_fact(draft, "count", "measure"),
        "order": draft.one(["high", "low"]),
        "points": points,
        "ties": draft.one(["best", "worst", "mean"]),
    }
    if draft.often(1, 3):
        table["rest"] = portion(draft, points[-1])
    return table, points[0]


MAKE: Mapping[str, Callable[[Draft], tuple[Raw, Raw]]] = {
    "best_of": make_best_of,
    "first_of": make_first_of,
    "unsettled": make_unsettled,
    "all_of": make_all_of,
    "parts": make_parts,
    "checklist": make_checklist,
    "graded": make_graded,
    "banded": make_banded,
    "stepped": make_stepped,
    "proportional": make_proportional,
    "counted": make_counted,
    "deduction": make_deduction,
    "ledger": make_ledger,
    "sampled": make_sampled,
    "judged": make_judged,
    "ranked": make_ranked,
    "not_known": make_not_known,
}


# ---------------------------------------------------------------- evidence requirements


KINDS = (
    *("photo", "minutes", "record", "ledger", "roster", "plan", "summary", "document"),
    *("certificate", "report", "voucher", "letter", "survey", "screenshot"),
)
OTHER_KIND = "map"
"""What no made standard asks for."""


def requirement(draft: Draft, kind: str, title: str) -> Made:
    """One requirement, asking for a number, freshness, a period covered, or one piece a month."""
    shapes: list[Made] = [
        {},
        {"at_least": 2},
        {"within": draft.one(["6m", "1y", "90d"])},
        {"covers": draft.one(["1y", "2y", "period", {"past": "1y", "future": "6m"}])},
        {"per": draft.one(["month", "quarter", "half_year", "year"])},
        {"at_least": 2, "within": "6m"},
    ]
    issuer = {"issuer": "辖区派出所"} if draft.often(1, 4) else {}
    words = ["unproven", "zero", "warn", *([] if draft.steady else ["not_applicable"])]
    absent = draft.one([{}, *({"absent": word} for word in words)])
    return {"kind": kind, "title": title, **draft.one(shapes), **issuer, **absent}


def requirements(draft: Draft) -> list[Made]:
    """One or two requirements, at times two of one kind told apart by their titles."""
    first = draft.one(KINDS)
    found = [requirement(draft, first, "材料甲")]
    if draft.often(1, 3):
        second = first if draft.often(1, 2) else draft.one(KINDS)
        found.append(requirement(draft, second, "材料乙"))
    return found


# ---------------------------------------------------------------- criteria and sections


def basis(draft: Draft) -> Raw:
    """Where a clause comes from."""
    if draft.often(2, 3):
        return "ours"
    draft.sources["YY"] = {"title": "测评细则", "year": "2016", "known": "部分"}
    return {"of": "YY", "clause": "YY-2.1", "note": "满分取自原表,计分办法为本标准拟定"}


def around(draft: Draft, role: str) -> Made:
    """What stands around a mechanism."""
    found: Made = {}
    if not draft.steady and role != "bonus" and draft.often(1, 5):
        found["applies_if"] = condition(draft)
    if role == "scored" and draft.often(1, 7):
        found["exempt_if"] = condition(draft)
    if role in {"scored", "bonus"} and draft.often(1, 7):
        found["guard"] = condition(draft)
    if draft.often(1, 3):
        found["evidence"] = requirements(draft)
    if draft.often(1, 3):
        found |= {"clause": "按要求落实。", "remedy": "补齐缺项"}
    if draft.often(1, 9):
        found |= {"reading": "含本数", "printed": 77}
    if draft.often(1, 5):
        found["tags"] = draft.some(["关键项", "基本项"], 1, 2)
    if role in {"scored", "bonus"} and draft.often(1, 9):
        found["not_applicable"] = treatment(draft)
    return found


def criterion(draft: Draft, name: str, role: str, *, official: bool) -> Made:
    """One criterion. A bonus keeps to mechanisms whose points need no rounding."""
    made: Made = {"id": name, "title": f"条款{name}"}
    if role != "scored":
        made["role"] = role
    if role in {"control", "veto", "advice"}:
        made["all_of"], _ = make_all_of(draft)
    elif role == "bonus":
        made["all_of"], made["full"] = make_all_of(draft)
    else:
        mechanism = draft.one(MAKE)
        made[mechanism], made["full"] = MAKE[mechanism](draft)
    made |= around(draft, role)
    shares = made["graded"].get("shares", {}) if "graded" in made else {}
    for asked in made.get("evidence", ()) if shares else ():
        if asked.get("absent") != "not_applicable" and draft.often(1, 2):
            asked["facet"] = draft.one(shares)
    if not official:
        made["basis"] = basis(draft)
    return made


ROLES = (*["scored"] * 8, "bonus", "bonus", "control", "veto", "advice")


def section(
    draft: Draft, name: str, depth: int, *, official: bool, weight: str | None = None
) -> Made:
    """A section of one to three criteria, the first of them scored; at times some inside it."""
    made: Made = {"id": name, "title": f"项目{name}"}
    outer = draft.floored
    if weight is not None:
        made["weight"], draft.floored = weight, False
    if draft.often(1, 5):
        made["floor"], draft.floored = 0, True
    if depth < 3 and draft.often(1, 6):
        made["full"] = full_points(draft)
        made["section"] = weighed_sections(draft, name, depth + 1, official=official)
    else:
        fill(draft, made, depth, official=official, is_apart=len(made) > 2 or depth == 1)
    if draft.often(1, 6):
        made["not_applicable"] = treatment(draft)
    bonus = [one for one in criteria_of(made) if one.get("role") == "bonus"]
    if bonus and draft.often(1, 2):
        made["cap"] = lesser(draft, sum(Decimal(one["full"]) for one in bonus))
    draft.floored = outer
    return made


def fill(draft: Draft, made: Made, depth: int, *, official: bool, is_apart: bool) -> None:
    """Give a section its criteria, the first of which always applies where it sums up alone."""
    name, found = made["id"], []
    for at in range(1, draft.number(1, 3) + 1):
        draft.steady = is_apart and at == 1
        role = "scored" if at == 1 else draft.one(ROLES)
        found.append(criterion(draft, f"{name}.{at}", role, official=official))
    draft.steady = False
    made["criterion"] = found
    if depth < 3 and draft.often(1, 5):
        made["section"] = [section(draft, f"{name}.{len(found) + 1}", depth + 1, official=official)]
    if draft.often(1, 2):
        made["full"] = whole_of(made)


def weighed_sections(draft: Draft, name: str, depth: int, *, official: bool) -> list[Made]:
    """One to three sections whose weights add up."""
    shapes = [[100], [50, 50], [90, 10]]
    weights = draft.one(shapes if depth > 1 else [*shapes, [40, 40, 20], [15, 25, 60]])
    return [
        section(draft, f"{name}.{at}".strip("."), depth, official=official, weight=f"{one}%")
        for at, one in enumerate(weights, start=1)
    ]


def treatment(draft: Draft) -> Raw:
    """What becomes of what does not apply."""
    return draft.one(["rescale", "rescale", "full", "zero", "60%", "mean"])


def whole_of(made: Table) -> int | Decimal:
    """Full points of a section."""
    full = full_of_section(made)
    return as_plain(Decimal(full.numerator) / full.denominator)


def as_plain(value: Decimal) -> int | Decimal:
    """A decimal as TOML would give it: whole numbers as integers."""
    return plain(in_units(value, 6), 6)


# ---------------------------------------------------------------- vetoes, tiers, the whole


def veto(draft: Draft, at: int, *, official: bool) -> Made:
    """One veto, half of them with a certificate."""
    made: Made = {"id": f"V{at}", "title": f"否决{at}", "when": condition(draft)}
    if draft.often(1, 2):
        made["certificate"] = {"issuer": "辖区派出所"}
    return made if official else {**made, "basis": basis(draft)}


def effect(draft: Draft, titles: list[str]) -> Raw:
    """What a veto does."""
    title = draft.one(titles)
    if draft.often(1, 6):
        return {"drop": f"{fact(draft, 'count')} / {draft.number(1, 3)}"}
    return draft.one(["no_tier", "zero", {"cap": title}, {"drop": 1}, {"drop": 2}, {"tier": title}])


def gate(draft: Draft, at: int, *, official: bool) -> Made:
    """One gate, half of them with a certificate."""
    needs = [condition(draft) for _ in range(draft.number(1, 2))]
    made: Made = {"id": f"G{at}", "title": f"门槛{at}", "needs": needs}
    if draft.often(1, 2):
        made["certificate"] = {"issuer": "街道"}
    return made if official else {**made, "basis": basis(draft)}


def adjustment(draft: Draft, made: Made) -> Made:
    """A factor or, of clauses in a section that just adds up, the largest loss alone."""
    plain = [
        one["id"]
        for section in made["section"]
        if not any("weight" in one or "floor" in one for one in sections_in(section))
        and not any("applies_if" in one for one in criteria_of(section))
        and not any("not_applicable" in str(one.get("evidence")) for one in criteria_of(section))
        for one in criteria_of(section)
        if one.get("role", "scored") == "scored"
    ]
    has_floor = "floor" in made["scoring"]
    if len(plain) > 1 and not has_floor and not may_leave(made) and draft.often(1, 2):
        return {"largest_loss": draft.some(plain, 2, 3 if len(plain) > 2 else 2)}
    low = draft.one(["0.93", "50%", "0"])
    of = draft.one([{}, {"of": "base"}, {"of": "bonus"}, {"of": "both"}])
    facts, parameters = dict(draft.facts), dict(draft.parameters)
    asked = condition(draft)
    if draft.parameters.keys() != parameters.keys() or any(one in asked for one in parameters):
        draft.facts.clear()  # a factor is a number or asks facts; it names no parameter
        draft.facts.update(facts)
        draft.parameters.clear()
        draft.parameters.update(parameters)
        return {"times": low, **of}
    return {"times": f"if({asked}, 1, {low})", **of}


def sections_in(section: Made) -> Iterator[Made]:
    """A section and all in it."""
    yield section
    for inner in section.get("section", []):
        yield from sections_in(inner)


def may_leave(made: Made) -> bool:
    """Whether a criterion may leave the sum for want of a base."""
    return any(may_lapse(one) for one in made["facts"].values())


def title(draft: Draft, tiers: list[str]) -> Made:
    """The title over time: who may apply, and after what bar."""
    name = fact(draft, "titles", lambda one: "term" not in draft.facts[one])
    draft.facts[name].pop("term", None)
    made: Made = {"name": "文明社区", "history": name, "holders": draft.one(["any", "excluded"])}
    made |= draft.one([{}, {"valid": "2y", "renew": draft.one(["30d", "6m"])}, {"valid": "6m"}])
    made |= draft.one([{}, {"bar": draft.one(["1y", "6m", "10d"])}])
    if draft.often(1, 3):
        made["ends"] = "review"
    is_whole = {"达标", "先进", "标兵"} <= set(tiers)
    if draft.facts[name].get("levels") and is_whole and draft.often(2, 3):
        draft.facts[name]["levels"] = {"low": "达标", "mid": "先进", "top": "标兵"}
        made["holders"] = "may_rise"
    return made


def tier(draft: Draft, name: str, percent: int, made: Made) -> Made:
    """One tier: a total, and at times sections and criteria."""
    full = Decimal(made["standard"]["full"])
    found: Made = {"id": name, "total": as_plain(round(full * percent / 100, 4))}
    if draft.often(1, 3):
        found["each_section"] = f"{draft.one([50, 60, 80])}%"
    if draft.often(1, 4):
        one = draft.one(made["section"])
        points = round(Decimal(whole_of(one)) * Decimal("0.8"), 2)
        found["sections"] = {one["id"]: draft.one(["70%", "100%", as_plain(points)])}
    if draft.often(1, 3):
        scored = [one["id"] for one in all_criteria(made) if one.get("role", "scored") == "scored"]
        words = ["met", "above_zero", "inspected", "50%"]
        tags = [f"#{tag}" for one in all_criteria(made) for tag in one.get("tags", [])]
        named = draft.one([draft.one(scored), "*", *tags])
        found["criteria"] = {named: draft.one(words)}
    if draft.often(1, 4):
        found["all_of"] = [condition(draft) for _ in range(draft.number(1, 2))]
    if draft.often(1, 6):
        key = draft.one(["quota", "top", "children"])
        found[key] = dict(draft.one(OF_THE_FIELD[key]))
        if "places" in found[key] and key == "quota":
            found[key]["places"] = at_times_a_parameter(draft, 3, [0, 5])
    return found


OF_THE_FIELD: Mapping[str, list[Made]] = {
    "quota": [
        {"places": 3},
        {"share": "30%", "round": "down"},
        {"share": "12.5%", "round": "nearest", "within": "league"},
    ],
    "top": [
        {"n": 3, "ties": "all", "within": "parent"},
        {"n": 2, "ties": "none"},
        {"last": 3, "ties": "all"},
        {"last": 2, "ties": "none", "within": "league"},
    ],
    "children": [
        {"title": "小区", "at": "文明小区", "places": 2},
        {"title": "社区", "at": "达标", "share": "50%", "round": "up"},
        {"title": "小区", "at": "文明小区", "not_known": "原文没有写几个"},
    ],
}


def cohort(draft: Draft) -> Made:
    """Leagues and a parent."""
    text = condition(draft)
    made: Made = {"leagues": {"一组": text, "二组": f"not ({text})"}, "parent": "街道"}
    return {**made, "publish": draft.some(["mean", "rank", "list"], 0, 3)}


def asked_of_field(key: str, of: str, table: Table) -> list[tuple[str, int, int]]:
    """Columns a demand has, each with two ends to choose from."""
    found = {
        "quota": [(f"{of}:chosen", 0, 1)],
        "children": [(f"{of}:reached", 0, 4)],
        "top": [(f"{of}:first", 1, 4), (f"{of}:last", 4, 6)],
    }[key]
    if key == "children" or "share" in table or "last" in table:
        found.append((f"{of}:base", 6, 9))
    return found


@st.composite
def supplies(draw: st.DrawFn, standard: Table) -> Made:
    """What the field tells: of each tier and ranked criterion all, nothing, or some of it."""
    names: list[tuple[str, int, int]] = []
    for tier in standard["tier"]:
        for key in sorted(OF_THE_FIELD.keys() & tier.keys()):
            names += asked_of_field(key, f"{key}:{tier['id']}", tier[key])
    for one in all_criteria(standard):
        if "ranked" in one:
            names += [(f"ranked:{one['id']}:first", 1, 3), (f"ranked:{one['id']}:last", 3, 6)]
    found: Made = {}
    for name, low, high in names:
        if draw(st.integers(0, 3)):
            ends = sorted(draw(st.lists(st.integers(low, high), min_size=2, max_size=2)))
            found[name] = ends if draw(st.booleans()) else ends[0]
    return found


@st.composite
def scores(draw: st.DrawFn, standard: Table) -> Made:
    """What assessors gave: of each criterion some of them, some points."""
    places = standard["scoring"]["decimals"]
    found: Made = {}
    for assessor in standard.get("assessors", {"self": {}, "check": {}}):
        given: Made = {}
        for one in all_criteria(standard):
            if "full" in one and draw(st.booleans()):
                most = int(Decimal(one["full"]) * 10**places)
                units = most if "judged" in one else draw(st.integers(0, most))
                if Decimal(units).scaleb(-places) == Decimal(one["full"]) or "judged" not in one:
                    given[one["id"]] = {"points": plain(units, places), "reason": "查看台账"}
        if given:
            found[assessor] = given
    return found


def other_tiers(draft: Draft, made: Made) -> list[Made]:
    """At times a conditional tier below the titles, and a list nobody wants to be on."""
    found: list[Made] = []
    if draft.often(1, 4):
        found.append({**tier(draft, "整改", 20, made), "standing": "conditional", "within": "3m"})
    if draft.often(1, 4):
        found.append({"id": "观察", "standing": "negative", "all_of": [condition(draft)]})
    return found


def scoring(draft: Draft, made: Made) -> Made:
    """The declarations the criteria make necessary."""
    found: Made = {
        "decimals": draft.places,
        "mode": draft.one(["half_up", "half_even", "down", "up"]),
        "at": draft.one(["criterion", "section", "total"]),
        "compare": draft.one(["exact", "rounded"]),
    }
    criteria = list(all_criteria(made))
    asked = [need for one in criteria for need in one.get("evidence", [])]
    lapses = any("applies_if" in one for one in criteria)
    lapses = lapses or any(one.get("absent") == "not_applicable" for one in asked)
    if lapses or any(may_lapse(one) for one in made["facts"].values()):
        found["not_applicable"] = treatment(draft)
    if draft.often(1, 9):
        found["floor"] = 0
    bonus = [one for one in criteria if one.get("role") == "bonus"]
    if bonus:
        whole = in_units(sum(Decimal(one["full"]) for one in bonus), draft.places)
        cap = plain(draft.number(1, whole), draft.places)
        found["bonus"] = {"cap": cap, "counts": draft.one([True, False])}
    return found


def assessors(draft: Draft) -> Made:
    """The community itself and two others, of whom one counts, or both together."""
    found: Made = {
        "self": {"title": "自检"},
        "county": {"title": "县评", "record": True},
        "residents": {"title": "居民代表会议"},
    }
    way = draft.one([True, "mean", "weighted", "least", "agreed"])
    for name in ("county", "residents") if way is not True else ():
        found[name]["record"] = "mean" if way == "weighted" else way
    if way == "weighted":
        found["county"]["weight"], found["residents"]["weight"] = "70%", "30%"
    return found


def add_chapters(draft: Draft, made: Made) -> None:
    """A field of communities; perhaps several assessors, and what becomes of the title."""
    made["cohort"] = cohort(draft)
    if draft.often(1, 3):
        made["assessors"] = assessors(draft)
        scored = [one for one in all_criteria(made) if "full" in one]
        draft.one(scored)["scored_by"] = draft.one(made["assessors"])
    if draft.often(1, 4):
        made["title"] = title(draft, [one["id"] for one in made["tier"]])


@st.composite
def standards(draw: st.DrawFn) -> Made:
    """A valid standard as the tables its TOML text gives."""
    draft = Draft(draw, places=draw(st.integers(0, 3)))
    official = draft.often(1, 5)
    made: Made = {
        "standard": {
            "id": "made",
            "edition": "2026",
            "title": "文明社区测评标准",
            "issuer": "文明办",
            "effective": {"from": date(2026, 1, 1)},
            "text": "official" if official else "model",
            "source": "随机生成",
        },
        "scoring": {},
        "facts": draft.facts,
        "section": [],
    }
    if draft.often(1, 5):
        made["section"] = weighed_sections(draft, "", 1, official=official)
        made["standard"]["full"] = draft.one([10, 100])
    else:
        names = range(1, draft.number(1, 3) + 1)
        made["section"] = [section(draft, str(at), 1, official=official) for at in names]
        made["standard"]["full"] = whole_of({"section": made["section"]})
    vetoes = [veto(draft, at, official=official) for at in range(draft.one([0, 0, 1, 2]))]
    if vetoes:
        made["veto"] = vetoes
    if draft.often(1, 4):
        made["gate"] = [gate(draft, at, official=official) for at in range(draft.number(1, 2))]
    if draft.sources:
        made["sources"] = draft.sources
    made["scoring"] = scoring(draft, made)
    if draft.often(1, 5):
        made["adjustment"] = [
            {**adjustment(draft, made), "id": f"K{at}", "title": f"调整{at}", "basis": "ours"}
            for at in range(draft.number(1, 2))
        ]
    low, high = draft.one([10, 30, 60]), draft.one([80, 90])
    named = draft.some([("达标", low), ("先进", 70), ("标兵", high)], 1, 3)
    made["tier"] = [tier(draft, name, percent, made) for name, percent in named]
    for one in vetoes if draft.often(1, 2) else ():
        one["effect"] = effect(draft, [one["id"] for one in made["tier"]])
    made["tier"] += other_tiers(draft, made)
    made["scoring"]["stacked"] = draft.one([True, False])
    add_chapters(draft, made)
    if draft.scales:  # conditions of tiers may have needed one as well
        made["scales"] = draft.scales
    if draft.parameters:
        made["parameters"] = draft.parameters
    return made


BODIES = ("town", "school", "venue")


@st.composite
def divided_standards(draw: st.DrawFn) -> Made:
    """A standard that is not the same for every kind of community, each worth as much."""
    made: Made = draw(standards())
    draft = Draft(draw, 0)
    options = {one: f"类别 {one}" for one in BODIES}
    made["facts"]["kin"] = {"kind": "choice", "title": "类别", "options": options}
    made["facts"]["kept"] = {"kind": "flag", "title": "另有记录"}
    sections = [one for one in made["section"] if whole_of(one) and draft.often(2, 3)]
    for one in sections or made["section"][:1]:
        apart(draft, one)
        rest = [kind for kind in BODIES if kind not in one["only"]["kin"]]
        name = f"{one['id']}x"
        other: Made = {"id": name, "title": f"项目{name}", "only": {"kin": rest}}
        other |= {"weight": one["weight"]} if "weight" in one else {}
        stand_in = {"id": f"{name}.1", "title": f"条款{name}.1", "full": whole_of(one)}
        other["criterion"] = [{**stand_in, "all_of": ["kept"], "basis": "ours"}]
        made["section"].insert(made["section"].index(one) + 1, other)
    free: list[tuple[Raw, Iterable[str]]] = []
    free += [(one, BODIES) for key in ("veto", "gate") for one in made.get(key, [])]
    for section in made["section"]:
        among = section.get("only", {}).get("kin", BODIES)
        found = [one for one in criteria_of(section) if one.get("role", "scored") != "scored"]
        free += [(one, among) for one in found]
    for one, among in free:
        if draft.often(1, 2):
            apart(draft, one, among)
    return made


def apart(draft: Draft, made: Made, among: Iterable[str] = BODIES) -> None:
    """Let something be there for one or two kinds only."""
    options = list(among)
    made["only"] = {"kin": draft.some(options, 1, min(2, len(options)))}


# ---------------------------------------------------------------- complete facts


def amounts(standard: Table, name: str) -> dict[str, tuple[Raw, Raw]]:
    """The classes of events whose deduction a person judges, with the two ends."""
    found: dict[str, tuple[Raw, Raw]] = {}
    for one in all_criteria(standard):
        table = one.get("deduction", {})
        if table.get("of") == name and isinstance(table["each"], dict):
            judged = {kind: cost for kind, cost in table["each"].items() if isinstance(cost, dict)}
            found |= {kind: (cost["from"], cost["to"]) for kind, cost in judged.items()}
    return found


def amount_steps(standard: Table, name: str, kind: str) -> list[int | Decimal]:
    """All deductions a person may judge for a class of events."""
    low, high = amounts(standard, name)[kind]
    places = standard["facts"][name].get("decimals", 0)
    return [plain(one, places) for one in range(in_units(low, places), in_units(high, places) + 1)]


def grid(declared: Table) -> list[Raw]:
    """The values of a count, measure or judged score: all of them, or the first and the last."""
    if "only" in declared:
        return list(declared["only"])
    places = declared.get("decimals", 0)
    low, high = (in_units(one, places) for one in declared.get("range", [0, HUGE]))
    few = range(low, min(high, low + 25) + 1)
    last = [] if high in few else [high]
    return [plain(one, places) for one in [*few, *last]]


def complete_rate(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Numerator and denominator, at times an empty one."""
    beyond = standard["facts"][name].get("beyond", False)

    def count(base: int) -> st.SearchStrategy[Raw]:
        most = base + 5 if beyond and base else base
        return st.integers(0, most).map(lambda found: {"count": found, "of": base})

    return st.sampled_from([0, 1, 3, 7, 10, 20, 100]).flatmap(count)


def complete_judged(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A score; below the best one with a reason."""
    values = grid(standard["facts"][name])
    return st.sampled_from([with_reason(one, values) for one in values])


def with_reason(value: Raw, values: list[Raw]) -> Raw:
    """A judged score as it is recorded."""
    return value if value == max(values) else {"value": value, "reason": "现场查看"}


def complete_checklist(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Every item met or not."""
    return st.fixed_dictionaries(dict.fromkeys(standard["facts"][name]["items"], st.booleans()))


def event_days() -> list[date]:
    """Days on both sides of every window."""
    edges_ = [back_from(AS_OF, "2y"), back_from(AS_OF, "6m"), PERIOD["from"]]
    before = [one - timedelta(days=1) for one in edges_]
    return [AS_OF, AS_OF - timedelta(days=40), *edges_, *before]


def turning_days() -> list[date]:
    """Days at which something counted from a day turns, with those before and after."""
    back = [back_from(AS_OF, length) for length in ("0d", "1d", "6m", "1y", "23m", "2y")]
    turns = [*back, *event_days(), date(2024, 2, 29), date(2026, 8, 31)]
    near = {one + timedelta(days=off) for one in turns for off in (-1, 0, 1)}
    return sorted(near)


def complete_date(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A day, or never."""
    return st.sampled_from(date_values(standard, name, None))


def periods_back(declared: Table, lags: int) -> list[str]:
    """The present period and those before it, as they are written."""
    if declared["per"] == "year":
        return [str(AS_OF.year - lag) for lag in range(lags)]
    size = {"quarter": 3, "month": 1}[declared["per"]]
    here = (AS_OF.year * 12 + AS_OF.month - 1) // size
    found = [divmod((here - lag) * size, 12) for lag in range(lags)]
    if size == 1:
        return [f"{year}-{month + 1:02}" for year, month in found]
    return [f"{year}-Q{month // 3 + 1}" for year, month in found]


def complete_series(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Three or four periods, the first of them named."""
    declared = standard["facts"][name]
    number = complete_rate if "of" in declared else complete_number

    def since(lags: int) -> st.SearchStrategy[Raw]:
        written = periods_back(declared, lags)
        every = {one: number(standard, name) for one in written}
        return st.fixed_dictionaries({**every, "first": st.just(written[-1])})

    return st.sampled_from([3, 4]).flatmap(since)


def naming(standard: Table, name: str) -> st.SearchStrategy[Made]:
    """One naming, which ends by itself, before its time, or with its term."""
    declared = standard["facts"][name]

    def ended(first: date, days: int, end: str | None) -> Made:
        over = first + timedelta(days=days)
        if end is None:
            return {"from": first}
        if end == "until":
            return {"from": first, "until": over - timedelta(days=1)}
        return {"from": first, "ended": over, "how": end}

    days = [one for one in turning_days() if one <= AS_OF + timedelta(days=40)]
    end = st.sampled_from([None, "until", "until", "revoked", "cancelled", "delisted", "lapsed"])
    held = st.sampled_from([1, 2, 30, 180, 181, 365, 366, 730, 731, 1500])
    made = st.builds(ended, st.sampled_from(days), held, end)
    for key, known in (("level", "levels"), ("issuer", "issuers")):
        if known in declared:
            values_ = st.sampled_from(list(declared[known]))
            made = st.builds(lambda one, value, key=key: {key: value, **one}, made, values_)
    return made


def complete_titles(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Namings, one after the other or at once."""
    several = st.lists(naming(standard, name), max_size=3)
    return st.one_of(several, several.map(lambda many: successive(standard["facts"][name], many)))


def successive(declared: Table, many: list[Made]) -> list[Made]:
    """Namings each of which begins the day after the one before it is over."""
    found: list[Made] = []
    for one in many:
        before = found[-1] if found else {}
        last = before.get("until") or (
            before["ended"] - timedelta(days=1) if "ended" in before else None
        )
        if last is None and before and "term" in declared:
            last = end_of_term(before["from"], declared["term"])
        off = last + timedelta(days=1) - one["from"] if last else timedelta(0)
        days: Made = {key: one[key] + off for key in ("from", "until", "ended") if key in one}
        found.append({**one, **days})
    return found


def complete_external(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A number with its source and day, new enough."""
    return st.sampled_from(external_values(standard, name, None))


def event(standard: Table, name: str) -> st.SearchStrategy[Made]:
    """One dated event, with its deduction if a person judges it."""
    judged, declared = amounts(standard, name), standard["facts"][name]

    def of_kind(kind: str) -> st.SearchStrategy[Made]:
        made: Made = {
            "class": st.just(kind),
            "date": st.sampled_from(event_days()),
            "title": st.just("某事件"),
        }
        for key, cell in cells_of(declared).items() if "groups" in declared else ():
            made[key] = st.sampled_from(OF_EVENT_VALUES[cell["kind"]])
        if kind in judged:
            made["deduct"] = st.sampled_from(amount_steps(standard, name, kind))
        return st.fixed_dictionaries(made)

    return st.sampled_from(list(standard["facts"][name]["classes"])).flatmap(of_kind)


def complete_events(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A list of events, or counts by class where no deduction is judged."""
    listed = st.lists(event(standard, name), max_size=3)
    if amounts(standard, name) or "groups" in standard["facts"][name]:
        return listed
    classes = standard["facts"][name]["classes"]
    return st.one_of(listed, st.fixed_dictionaries(dict.fromkeys(classes, st.integers(0, 3))))


def units(declared: Table, passing: int, failing: int, start: int = 1) -> list[Made]:
    """So many units that pass and so many that do not; which check fails takes turns."""
    checks = list(declared["checks"])
    found = []
    for at in range(passing + failing):
        wrong = None if at < passing else checks[at % len(checks)]
        found.append({"unit": f"{start + at}号"} | {check: check != wrong for check in checks})
    return found


def inspected(declared: Table, available: int | None, passing: int) -> Raw:
    """A whole inspection, as it is recorded."""
    draw = most_drawn(declared)
    size = draw if available is None else min(draw, available)
    found = units(declared, min(passing, size), max(size - passing, 0))
    return found if available is None else {"available": available, "units": found}


def most_drawn(declared: Table) -> int:
    """The most units a sample may take."""
    return declared["draw"] if isinstance(declared["draw"], int) else 4


def complete_sample(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """All units inspected; at times fewer are there than are to be drawn."""
    declared = standard["facts"][name]
    draw = most_drawn(declared)
    available = st.sampled_from([None, *range(1, draw + 2)])
    return st.builds(
        lambda there, passing: inspected(declared, there, passing), available, st.integers(0, draw)
    )


def survey(declared: Table, valid: int, favourable: int, shops: int = 0) -> Made:
    """A survey with so many valid answers, so many of them favourable; the first of them shops'."""
    (good, *_), answers = declared["favourable"], list(declared["answers"])
    poor = next(one for one in answers if one not in declared["favourable"])

    def counted(first: int, last: int) -> Made:
        liked = max(0, min(favourable, last) - first)
        return dict.fromkeys(answers, 0) | {good: liked, poor: last - first - liked}

    if "groups" not in declared:
        return {**around_forms(declared, valid), **counted(0, valid)}
    apart = {"shop": counted(0, shops), "home": counted(shops, valid)}
    return {**around_forms(declared, valid), **apart}


def around_forms(declared: Table, valid: int, extra: int = 0, way: str = "入户") -> Made:
    """What is recorded beside the answers: all forms came back, or some did not."""
    found: Made = {"issued": valid + extra}
    if "returned" in declared:
        found["returned"] = valid
    return found | ({"by": way} if "by" in declared else {})


def complete_survey(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """All answers counted, too few of them at times, or asked for otherwise than accepted."""
    declared = standard["facts"][name]
    groups = list(declared.get("groups", ()))

    def counted(given: list[tuple[int, ...]], extra: int, way: str) -> Made:
        tables = [dict(zip(declared["answers"], one, strict=True)) for one in given]
        answers = dict(zip(groups, tables, strict=True)) if groups else tables[0]
        valid = sum(sum(one) for one in given)
        return {**around_forms(declared, valid, extra, way), **answers}

    few = st.tuples(*[st.integers(0, 12)] * len(declared["answers"]))
    several = st.lists(few, min_size=max(len(groups), 1), max_size=max(len(groups), 1))
    ways = st.sampled_from(["入户", "电话", "自行发放"])
    return st.builds(counted, several, st.integers(0, 12), ways)


def partial_survey(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A group not asked yet; nothing said of how it was held, or of what came back."""
    declared = standard["facts"][name]
    open_keys = [*declared.get("groups", ())]
    open_keys += [key for key in ("by", "returned") if key in declared]
    if not open_keys:
        return st.nothing()

    def without(whole: Made, left: list[str]) -> Made:
        out = {*left, *(() if left == ["by"] else ("issued", "returned"))}
        return {key: one for key, one in whole.items() if key not in out}

    left = st.lists(st.sampled_from(open_keys), min_size=1, unique=True)
    return st.builds(without, complete_survey(standard, name), left)


FEW_DAYS = [
    date(1900, 1, 1),
    *(AS_OF - timedelta(days=off) for off in (400, 200, 62, 31, 30, 29, 1, 0, -1)),
    date(2100, 12, 31),
    "never",
]
CELL_VALUES: Mapping[str, list[Raw]] = {
    "flag": [False, True],
    "count": [0, 1, 2, 10, HUGE],
    "date": FEW_DAYS,
}


def cell_values(cell: Table) -> list[Raw]:
    """What a field of a unit may be."""
    return list(cell["options"]) if "options" in cell else CELL_VALUES[cell["kind"]]


def cells_of(declared: Table) -> Made:
    """The fields of a unit that are recorded."""
    return {key: cell for key, cell in declared["fields"].items() if not {"since"} & cell.keys()}


def register_unit(declared: Table) -> st.SearchStrategy[Made]:
    """One unit, every field of it recorded."""
    cells = cells_of(declared)
    return st.fixed_dictionaries({k: st.sampled_from(cell_values(one)) for k, one in cells.items()})


def numbered(units: list[Made]) -> list[Made]:
    """Units with labels."""
    return [{"unit": f"{at}号", **one} for at, one in enumerate(units, start=1)]


def complete_register(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Units one by one, or how many of each group."""
    declared = standard["facts"][name]
    counts = dict.fromkeys(["total", *parts_of(declared)], st.integers(0, 3))
    units = st.lists(register_unit(declared), max_size=3).map(numbered)
    return st.one_of(units, st.fixed_dictionaries(counts))


def complete_option(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """One option or level; or one for each facet."""
    declared = standard["facts"][name]
    options = st.sampled_from(options_of(declared, standard.get("scales", {})))
    if "facets" in declared:
        return st.fixed_dictionaries(dict.fromkeys(declared["facets"], options))
    return options


def complete_number(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A count or measure."""
    return st.sampled_from(grid(standard["facts"][name]))


COMPLETE: Mapping[str, Callable[[Table, str], st.SearchStrategy[Raw]]] = {
    "count": complete_number,
    "measure": complete_number,
    "rate": complete_rate,
    "flag": lambda _standard, _name: st.booleans(),
    "choice": complete_option,
    "grade": complete_option,
    "judged": complete_judged,
    "checklist": complete_checklist,
    "events": complete_events,
    "sample": complete_sample,
    "survey": complete_survey,
    "date": complete_date,
    "register": complete_register,
    "series": complete_series,
    "external": complete_external,
    "titles": complete_titles,
}


# ---------------------------------------------------------------- facts with holes


def partial_number(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """At least, at most, or both."""
    values = grid(standard["facts"][name])
    ends = st.tuples(st.sampled_from(values), st.sampled_from(values)).map(sorted)
    return st.one_of(
        ends.map(lambda two: {"at_least": two[0]}),
        ends.map(lambda two: {"at_most": two[1]}),
        ends.map(lambda two: {"at_least": two[0], "at_most": two[1]}),
    )


def partial_rate(_standard: Table, _name: str) -> st.SearchStrategy[Raw]:
    """Only the printed quotient."""
    whole = st.integers(0, 100).map(lambda one: f"{one}%")
    tenths = st.integers(0, 999).map(lambda one: f"{one // 10}.{one % 10}%")
    return st.one_of(whole, tenths).map(lambda text: {"stated": text})


def partial_grade(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Some facets left out; a level of a grade without facets is there or not."""
    complete = complete_option(standard, name)
    facets = list(standard["facts"][name].get("facets", []))
    if len(facets) < 2:
        return complete
    kept = st.lists(st.sampled_from(facets), min_size=1, max_size=len(facets) - 1, unique=True)
    return st.tuples(complete, kept).map(lambda two: {one: two[0][one] for one in two[1]})


def partial_checklist(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Some items left out, not all."""
    items = list(standard["facts"][name]["items"])
    kept = st.lists(st.sampled_from(items), min_size=1, max_size=len(items) - 1, unique=True)
    return kept.flatmap(lambda some: st.fixed_dictionaries(dict.fromkeys(some, st.booleans())))


def event_count() -> st.SearchStrategy[Raw]:
    """How many events of a class, exactly or between two ends."""
    ends = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(sorted)
    return st.one_of(
        st.integers(0, 2),
        ends.map(lambda two: {"at_least": two[0]}),
        ends.map(lambda two: {"at_most": two[1]}),
        ends.map(lambda two: {"at_least": two[0], "at_most": two[1]}),
    )


def partial_events(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Counts by class with holes, or a list with deductions nobody has judged yet."""
    classes = list(standard["facts"][name]["classes"])
    kept = st.lists(st.sampled_from(classes), min_size=1, unique=True)
    counts = kept.flatmap(lambda some: st.fixed_dictionaries(dict.fromkeys(some, event_count())))
    if "groups" in standard["facts"][name]:
        cells = list(cells_of(standard["facts"][name]))
        return st.builds(
            lambda events, cut: [{k: v for k, v in one.items() if k not in cut} for one in events],
            st.lists(event(standard, name), min_size=1, max_size=2),
            st.lists(st.sampled_from(cells), min_size=1, max_size=2),
        )
    if not amounts(standard, name):
        return counts

    def unjudged(listed: list[Made], without: list[bool]) -> list[Made]:
        return [
            {key: one for key, one in made.items() if key != "deduct" or not cut}
            for made, cut in zip(listed, without, strict=False)
        ]

    listed = st.lists(event(standard, name), min_size=1, max_size=3)
    cuts = st.lists(st.booleans(), min_size=3, max_size=3)
    return st.one_of(counts, st.builds(unjudged, listed, cuts))


def partial_sample(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Not all units inspected yet."""
    declared = standard["facts"][name]
    draw = most_drawn(declared)

    def so_far(available: int | None, found: int, passing: int) -> Raw:
        most = (draw if available is None else min(draw, available)) - 1
        size = min(found, most)
        made = units(declared, min(passing, size), size - min(passing, size))
        return made if available is None else {"available": available, "units": made}

    return st.builds(
        so_far,
        st.sampled_from([None, *range(1, draw + 2)]),
        st.integers(0, draw),
        st.integers(0, draw),
    )


def partial_register(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Units with fields left open, or counts with holes."""
    declared = standard["facts"][name]
    keys = st.lists(st.sampled_from(["total", *parts_of(declared)]), min_size=1, unique=True)
    counts = keys.flatmap(lambda some: st.fixed_dictionaries(dict.fromkeys(some, event_count())))
    kept = st.lists(st.sampled_from(list(cells_of(declared))), min_size=2, unique=True)

    def with_holes(units: list[Made], some: list[str]) -> list[Made]:
        first = {key: one for key, one in units[0].items() if key in {"unit", *some}}
        return [first, *units[1:]]

    units = st.lists(register_unit(declared), min_size=1, max_size=2).map(numbered)
    return st.one_of(counts, st.builds(with_holes, units, kept))


def partial_date(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A month, a year, or the ends between which it lies."""
    days = st.sampled_from([one for one in date_values(standard, name, None) if one != "never"])
    ends = st.tuples(days, days).map(sorted)
    return st.one_of(
        days.map(lambda day: f"{day:%Y}"),
        days.map(lambda day: f"{day:%Y-%m}"),
        days.map(lambda day: {"not_before": day}),
        days.map(lambda day: {"not_after": day}),
        ends.map(lambda two: {"not_before": two[0], "not_after": two[1]}),
    )


def partial_series(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """Some of the periods, some of them in part; the first of them is not always known."""
    declared = standard["facts"][name]
    number = complete_rate if "of" in declared else complete_number
    written = periods_back(declared, 3)
    known = [number(standard, name), st.none()]
    if "of" not in declared:
        known.append(partial_number(standard, name))
    every = {one: st.one_of(known) for one in written}
    first = st.sampled_from([None, *periods_back(declared, 4)[2:]])
    return st.fixed_dictionaries({**every, "first": first}).map(
        lambda found: {key: one for key, one in found.items() if one is not None}
    )


def partial_titles(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A naming of which only the year or the month is known, or an end that lies between two."""

    def blurred(one: Made, how: str) -> Made:
        if how == "until":
            ends = {"not_before": one["from"], "not_after": one["from"] + timedelta(days=800)}
            return {**{key: one[key] for key in one if key not in {"ended", "how"}}, "until": ends}
        return {**one, "from": f"{one['from']:%Y-%m}" if how == "month" else f"{one['from']:%Y}"}

    def is_sound(one: Made) -> bool:
        last = one.get("until", one.get("ended", date.max))
        return not isinstance(last, date) or f"{last - timedelta(days=1)}" >= str(one["from"])

    one = st.builds(blurred, naming(standard, name), st.sampled_from(["month", "year", "until"]))
    others = st.lists(naming(standard, name), max_size=1)
    return st.builds(lambda first, rest: [first, *rest], one.filter(is_sound), others)


def partial_external(standard: Table, name: str) -> st.SearchStrategy[Raw]:
    """A number as old as it may be, and a day older."""
    days = [back_from(AS_OF, "1y") + timedelta(days=off) for off in (0, 1)]
    dated = st.sampled_from(days)
    return st.builds(
        lambda one, day: {**one, "date": day}, complete_external(standard, name), dated
    )


PARTIAL: Mapping[str, Callable[[Table, str], st.SearchStrategy[Raw]]] = {
    "count": partial_number,
    "measure": partial_number,
    "rate": partial_rate,
    "checklist": partial_checklist,
    "grade": partial_grade,
    "events": partial_events,
    "sample": partial_sample,
    "survey": partial_survey,
    "date": partial_date,
    "register": partial_register,
    "series": partial_series,
    "external": partial_external,
    "titles": partial_titles,
}


def wrapped(value: Raw) -> Raw:
    """A value with its source beside it."""
    whole = value if isinstance(value, dict) and "value" in value else {"value": value}
    return {**whole, "source": "台账", "date": AS_OF - timedelta(days=20)}


def one_fact(draw: st.DrawFn, standard: Table, name: str, *, holes: bool) -> Raw:
    """One recorded fact; None where it is not recorded. Only what is drawn from is made."""
    kind = standard["facts"][name]["kind"]
    ways = [(COMPLETE, False), (COMPLETE, True)]
    if holes:
        ways += [({}, False), *([(PARTIAL, False), (PARTIAL, True)] if kind in PARTIAL else [])]
    of_kind, is_wrapped = ways[draw(whole(0, len(ways) - 1))]
    if not of_kind:
        return None
    found = draw(of_kind[kind](standard, name))
    return wrapped(found) if is_wrapped else found


def to_record(standard: Table) -> list[str]:
    """The facts that are recorded: all but those worked out from others."""
    return [name for name, one in standard["facts"].items() if one["kind"] != "derived"]


@st.composite
def recorded(draw: st.DrawFn, standard: Table, *, complete: bool = False) -> Made:
    """The facts a community has on record: all of them complete, or with holes."""
    every = {
        name: one_fact(draw, standard, name, holes=not complete) for name in to_record(standard)
    }
    return {name: one for name, one in every.items() if one is not None}


# ---------------------------------------------------------------- completions


def unwrapped(value: Raw) -> Raw:
    """A recorded value without its source."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


def between(ends: Table, values: list[Raw]) -> list[Raw]:
    """The values between two ends; an end may be open."""
    low, high = ends.get("at_least"), ends.get("at_most")
    found = [one for one in values if (low is None or one >= low) and (high is None or one <= high)]
    return found or [one for one in (low, high) if one is not None]


def number_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """What a count or measure may be."""
    declared = standard["facts"][name]
    values = grid(declared)
    if not isinstance(value, dict):
        return values
    places = declared.get("decimals", 0)
    ends = [in_units(one, places) for one in value.values()]
    near = {plain(one, places) for end in ends for one in range(end - 25, end + 26)}
    low, high = declared.get("range", [0, HUGE])
    return between(value, sorted({*values, *(one for one in near if low <= one <= high)}))


def stated_shares(text: str, *, beyond: bool) -> list[Raw]:
    """Every share a printed quotient may stand for, half a unit of its last place at a time."""
    places = len(text.rstrip("%‰").partition(".")[2])
    base = (100 if text.endswith("%") else 1000) * 10**places * 2
    middle = int(number(text) * base)
    found = range(max(middle - 1, 0), middle + 3)
    return [{"count": one, "of": base} for one in found if beyond or one <= base]


def rate_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """What a rate may be: every twentieth, an empty base, and far beyond where that can be."""
    beyond = standard["facts"][name].get("beyond", False)
    if isinstance(value, dict):
        return stated_shares(value["stated"], beyond=beyond)
    found = [{"count": one, "of": 20} for one in range(31 if beyond else 21)]
    return [*found, {"count": 0, "of": 0}, *([{"count": HUGE, "of": 1}] if beyond else [])]


def checklist_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """Every way to tick the items left open."""
    known = {} if value is None else value
    left = [one for one in standard["facts"][name]["items"] if one not in known]
    ticks = itertools.product([False, True], repeat=len(left))
    return [{**known, **dict(zip(left, one, strict=True))} for one in ticks]


def event_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """Counts of each class left open; deductions of each event not judged."""
    declared = standard["facts"][name]
    if "groups" in declared:
        cells = cells_of(declared)
        if value is not None and not isinstance(value, dict):
            return [list(one) for one in itertools.product(*(sorted_out(cells, e) for e in value))]
        known = {} if value is None else value
        one_each = [{"class": kind, "date": AS_OF} for kind in known or declared["classes"]]
        every = [filled_in for one in one_each for filled_in in sorted_out(cells, one)]
        if value is None:
            return [[], *([one] * times for one in every for times in (1, 20))]
        kinds = [[e for e in every if e["class"] == kind] for kind in known]
        return [
            [one for one in chosen for _ in range(known[one["class"]])]
            for chosen in itertools.product(*kinds)
        ]
    if isinstance(value, list):
        return [list(one) for one in itertools.product(*judgements(standard, name, value))]
    known = {} if value is None else value
    choices = []
    for kind in standard["facts"][name]["classes"]:
        one = known.get(kind, {})
        low = one.get("at_least", 0) if isinstance(one, dict) else 0
        values = [*range(low + 4), 1000]
        choices.append(between(one, values) if isinstance(one, dict) else [one])
    classes = standard["facts"][name]["classes"]
    return [dict(zip(classes, one, strict=True)) for one in itertools.product(*choices)]


def sorted_out(cells: Table, event: Table) -> list[Made]:
    """An event with its open fields filled in, in every way."""
    left = {
        key: [*OF_EVENT_VALUES[one["kind"]]] if one["kind"] in OF_EVENT_VALUES else cell_values(one)
        for key, one in cells.items()
        if key not in event
    }
    return [
        {**event, **dict(zip(left, one, strict=True))} for one in itertools.product(*left.values())
    ]


def judgements(standard: Table, name: str, listed: list[Made]) -> list[list[Made]]:
    """For each event every way a person may judge it."""
    judged = amounts(standard, name)
    found = []
    for one in listed:
        if isinstance(one["class"], str) and one["class"] in judged and "deduct" not in one:
            steps = amount_steps(standard, name, one["class"])
            found.append([{**one, "deduct": step} for step in steps])
        else:
            found.append([one])
    return found


def sample_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """How many of the units not inspected may pass; of nothing known, how many units there are."""
    declared = standard["facts"][name]
    draw = most_drawn(declared)
    if value is None:
        whole = [inspected(declared, None, passing) for passing in range(draw + 1)]
        few = [(there, passing) for there in range(1, draw) for passing in range(there + 1)]
        return whole + [inspected(declared, there, passing) for there, passing in few]
    table = value if isinstance(value, dict) else {"available": draw, "units": value}
    known = table["units"]
    left = max(min(draw, table["available"]) - len(known), 0)
    start = len(known) + 1
    return [
        {**table, "units": known + units(declared, passing, left - passing, start)}
        for passing in range(left + 1)
    ]


def survey_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """Every twentieth of the answers favourable; too few answers; none; what is left open."""
    declared = standard["facts"][name]
    if value is not None:
        return open_survey(declared, value)
    lowest = int(declared["minimum"])
    size = 20 * math.ceil(lowest / 20)
    found = [survey(declared, size, one) for one in range(size + 1)]
    sizes = sorted({0, lowest - 1, lowest, *range(1, 13), 1000})
    found += [survey(declared, one, many) for one in sizes for many in {0, one}]
    if "groups" in declared:
        found += [survey(declared, 1000, many, 500) for many in (0, 500, 1000)]
    return [one for full in found for one in (full, *astray(declared, full))]


def astray(declared: Table, whole: Made) -> list[Made]:
    """The same survey, not held as it was asked for."""
    found = [{**whole, "by": "自行发放"}] if "by" in declared else []
    return found + ([{**whole, "issued": 10**6}] if "returned" in declared else [])


def open_survey(declared: Table, value: Made) -> list[Made]:
    """What a survey may be of which some is not recorded."""
    found = [value]
    for group in declared.get("groups", ()):
        if group not in value:
            tables = [
                dict.fromkeys(declared["answers"], 0) | {key: many}
                for key in declared["answers"]
                for many in (0, 1, 3, 12, 10**6)
            ]
            found = [{**one, group: table} for one in found for table in tables]
    done = []
    for one in found:
        valid = sum(
            sum(int(table[key]) for key in declared["answers"])
            for table in ([one[group] for group in declared.get("groups", ())] or [one])
        )
        issued = max(int(one.get("issued", valid + 3)), valid)
        some: Made = {"returned": [valid, issued]} if "returned" in declared else {}
        some |= {"by": ["入户", "自行发放"]} if "by" in declared else {}
        left = [key for key in some if key not in one]
        full = {**one, "issued": issued}
        filled = itertools.product(*(some[key] for key in left))
        done += [{**full, **dict(zip(left, chosen, strict=True))} for chosen in filled]
    return done


def date_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """The days at which anything turns between the ends, and never where no end forbids it."""
    first, last = standard["facts"][name].get("range", [date(1900, 1, 1), date(2100, 12, 31)])
    later: list[Raw] = ["never"]
    if isinstance(value, str):
        later = []
        low = date.fromisoformat(f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01")
        high = low.replace(day=28) + timedelta(days=10) if len(value) > 4 else low.replace(month=12)
        high = high.replace(day=1) if len(value) > 4 else date(low.year + 1, 1, 1)
        first, last = max(first, low), min(last, high - timedelta(days=1))
    elif value is not None:
        first = value.get("not_before", first)
        later = [] if "not_after" in value else later
        last = value.get("not_after", last)
    return sorted({first, last, *(one for one in turning_days() if first <= one <= last)}) + later


def register_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """Every field left open, in every way; of counts those of each group left open."""
    declared = standard["facts"][name]
    if isinstance(value, list):
        return [list(one) for one in itertools.product(*(filled(declared, one) for one in value))]
    known = {} if value is None else value
    keys, choices = ["total", *parts_of(declared)], []
    for key in keys:
        one = known.get(key, {})
        low = one.get("at_least", 0) if isinstance(one, dict) else 0
        choices.append(between(one, [0, 1, low, low + 1, 1000]) if isinstance(one, dict) else [one])
    return [dict(zip(keys, one, strict=True)) for one in itertools.product(*choices)]


def filled(declared: Table, unit: Table) -> list[Made]:
    """A unit with its open fields filled in, in every way."""
    cells = {"facts": cells_of(declared)}
    left = {key: cell_values(one) for key, one in cells["facts"].items() if key not in unit}
    for key in cells["facts"].keys() & unit.keys():
        if not is_complete(cells, key, unit[key]):
            left[key] = values(cells, unit, key)
    return [
        {**unit, **dict(zip(left, one, strict=True))} for one in itertools.product(*left.values())
    ]


def near(declared: Table, known: Iterable[Raw]) -> list[Raw]:
    """The ends of what a number of a series can be, and every number next to one recorded."""
    places = declared.get("decimals", 0)
    low, high = (in_units(one, places) for one in declared.get("range", [0, HUGE]))
    plain_ones = [one for one in known if not isinstance(one, dict)]
    ends = [one for some in known if isinstance(some, dict) for one in some.values()]
    units_ = [in_units(one, places) for one in (*plain_ones, *ends)]
    found = {low, high, low + 1, *(one + off for one in units_ for off in (-1, 0, 1))}
    return [plain(one, places) for one in sorted(found) if low <= one <= high]


def series_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """What a series may be, back to three periods before the present one."""
    declared, known = standard["facts"][name], value or {}
    written = periods_back(declared, 4)
    recorded_ = {key: one for key, one in known.items() if key != "first"}
    least = max((written.index(one) for one in recorded_ if one in written), default=0)
    firsts = [str(known["first"])] if "first" in known else written[least:]
    candidates = (
        [{"count": one, "of": of} for one, of in ((0, 0), (0, 2), (1, 2), (2, 2))]
        if "of" in declared
        else near(declared, recorded_.values())
    )
    found: list[Raw] = []
    for first in firsts:
        back = written[: written.index(first) + 1] if first in written else written
        open_ones = {
            key: [one]
            if (one := known.get(key)) is not None and not is_open(one)
            else candidates
            if one is None
            else between(one, candidates)
            for key in dict.fromkeys([*back, *recorded_])
        }
        found += [
            {**dict(zip(open_ones, some, strict=True)), "first": first}
            for some in itertools.product(*open_ones.values())
        ]
    return found


def is_open(one: Raw) -> bool:
    """Whether a number is known in part only."""
    return isinstance(one, dict) and "of" not in one


def titles_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """What the namings can be whose days are in doubt; of none recorded, a few that turn."""
    declared = standard["facts"][name]
    if value is None:
        issuer = {"issuer": declared["issuers"][0]} if "issuers" in declared else {}
        days = [back_from(AS_OF, length) for length in ("0d", "6m", "1y", "2y", "3y", "40y")]
        found: list[list[Made]] = [[]]
        for level in declared.get("levels", [None]):
            one = {**issuer, **({"level": level} if level else {})}
            found += [[{**one, "from": day, "until": date(2050, 1, 1)}] for day in days]
            found += [[{**one, "from": days[3], "until": AS_OF}, {**one, "from": days[1]}]]
            terms = [{**one, "from": days[3], "until": date(2050, 1, 1)} for _ in range(3)]
            found += [terms, [{**one, "from": days[-1], "ended": days[0], "how": "revoked"}]]
        return found
    every = [naming_values(standard, name, one) for one in value]
    return [list(found) for found in itertools.product(*every)]


def naming_values(standard: Table, name: str, one: Made) -> list[Made]:
    """What one naming can be; its days lie in order."""
    keys = [key for key in ("from", "until", "ended") if isinstance(one.get(key), str | dict)]
    days = [
        [two for two in date_values(standard, name, one[key]) if two != "never"] for key in keys
    ]
    made = [{**one, **dict(zip(keys, found, strict=True))} for found in itertools.product(*days)]
    return [
        m
        for m in made
        if m["from"] <= m.get("until", date.max) and m["from"] < m.get("ended", date.max)
    ]


def external_values(standard: Table, name: str, _value: Raw) -> list[Raw]:
    """Every number it may be, of a day that is new enough."""
    declared = standard["facts"][name]
    found = ["0%", "50%", "92%", "100%"] if declared.get("share") else grid(declared)
    day = AS_OF - timedelta(days=30)
    return [{"value": one, "source": "公报", "date": day} for one in found]


def judged_values(standard: Table, name: str, _value: Raw) -> list[Raw]:
    """Every score a person may give."""
    values = grid(standard["facts"][name])
    return [with_reason(one, values) for one in values]


def option_values(standard: Table, name: str, value: Raw) -> list[Raw]:
    """Every option or level, for each facet left open."""
    declared = standard["facts"][name]
    options = options_of(declared, standard.get("scales", {}))
    if "facets" not in declared:
        return options
    known = {} if value is None else value
    left = [one for one in declared["facets"] if one not in known]
    graded = itertools.product(options, repeat=len(left))
    return [{**known, **dict(zip(left, one, strict=True))} for one in graded]


VALUES: Mapping[str, Callable[[Table, str, Raw], list[Raw]]] = {
    "count": number_values,
    "measure": number_values,
    "rate": rate_values,
    "flag": lambda _standard, _name, _value: [False, True],
    "choice": option_values,
    "grade": option_values,
    "judged": judged_values,
    "checklist": checklist_values,
    "events": event_values,
    "sample": sample_values,
    "survey": survey_values,
    "date": date_values,
    "register": register_values,
    "series": series_values,
    "external": external_values,
    "titles": titles_values,
}


def counted_keys(declared: Table) -> list[str]:
    """What is recorded of events or units that are only counted; their groups stay open."""
    if declared["kind"] == "events":
        return [*declared["classes"], *(["groups"] if "groups" in declared else [])]
    return ["total", *parts_of(declared)]


def asked_of_survey(declared: Table) -> list[str]:
    """What has to be recorded of a survey, so that nothing is open."""
    found = [*declared.get("groups", ()), *(["by"] if "by" in declared else [])]
    return [*found, "issued", "returned"] if "returned" in declared else found


WRITTEN: Mapping[str, Callable[[Table], list[str]]] = {
    "rate": lambda _declared: ["of"],
    "survey": asked_of_survey,
}
"""Keys that are all there where nothing is open."""


def is_complete(standard: Table, name: str, value: Raw) -> bool:
    """Whether a recorded value leaves nothing open. A judgement not made leaves it open."""
    kind = standard["facts"][name]["kind"]
    if value is None:
        return False
    if kind in {"count", "measure"}:
        return not isinstance(value, dict)
    if kind == "date":
        return value == "never" or isinstance(value, date)
    if kind in WRITTEN:
        return all(key in value for key in WRITTEN[kind](standard["facts"][name]))
    if kind in {"events", "register"} and isinstance(value, dict):
        return all(isinstance(value.get(one), int) for one in counted_keys(standard["facts"][name]))
    if kind == "grade" and isinstance(value, dict):
        return set(value) == set(standard["facts"][name]["facets"])
    if kind == "series":
        written = periods_back(standard["facts"][name], 10)
        first = str(value.get("first", ""))
        back = written[: written.index(first) + 1] if first in written else [""]
        return all(one in value and not is_open(value[one]) for one in back)
    if kind == "titles":
        return all(
            not isinstance(one.get(key), str | dict)
            for one in value
            for key in ("from", "until", "ended")
        )
    if kind in {"checklist", "events", "sample", "register"}:
        return len(VALUES[kind](standard, name, value)) == 1
    return True


def sized(standard: Table, facts: Table, name: str) -> Table:
    """With the most units a sample may take, where that is worked out from other facts."""
    declared = standard["facts"][name]
    if declared["kind"] != "sample" or isinstance(declared["draw"], int):
        return standard
    used = sorted(facts_used(standard, {"value": declared["draw"]}))
    every = itertools.product(*(values(standard, facts, one) for one in used))
    sizes = [
        amount(Expression(declared["draw"], Case(standard, found, AS_OF, PERIOD)).value())
        for found in (dict(zip(used, one, strict=True)) for one in every)
    ]
    most = max((int(size) for size in sizes if size is not None), default=0)
    here = {**declared, "draw": max(most, 0)}
    return {**standard, "facts": {**standard["facts"], name: here}}


def values(standard: Table, facts: Table, name: str) -> list[Raw]:
    """What a fact may be, given what is recorded: one value where it is complete."""
    value = unwrapped(facts.get(name))
    standard = sized(standard, facts, name)
    if standard["facts"][name]["kind"] == "external" and value is not None:
        within = standard["facts"][name].get("within")
        is_old = within is not None and facts[name]["date"] <= back_from(AS_OF, within)
        return external_values(standard, name, None) if is_old else [facts[name]]
    if is_complete(standard, name, value):
        return [facts[name]]
    return VALUES[standard["facts"][name]["kind"]](standard, name, value)


def facts_used(standard: Table, clause: Table) -> set[str]:
    """The facts a criterion or veto speaks of."""
    texts = {one for one in strings(clause) if one.isascii()}
    words = {word for text in texts for word in re.findall(r"[a-z][a-z0-9_]*", text)}
    for one in words & standard.get("parameters", {}).keys():
        words |= {standard["parameters"][one]["by"]}
    found = words & set(standard["facts"])
    for name in sorted(found):
        declared = standard["facts"][name]
        if declared["kind"] in {"derived", "sample"}:
            of = declared["value" if declared["kind"] == "derived" else "draw"]
            found |= facts_used(standard, {"value": of})
        found |= {declared["peers"]["mean"]} if "peers" in declared else set()
        found |= {declared.get("window", "").split(" ")[-1].partition(".")[0]} & set(
            standard["facts"]
        )
    return found


def strings(value: Raw) -> Iterator[str]:
    """All strings in a table, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def varied(standard: Table, facts: Table, names: Iterable[str] | None) -> dict[str, list[Raw]]:
    """Per fact the values to try; a fact that is not to vary keeps the first of them."""
    chosen = set(to_record(standard) if names is None else names)
    every = {name: values(standard, facts, name) for name in to_record(standard)}
    if any(re.search(r"\bapplied\b", text) for text in strings(standard)):
        titles = [one["id"] for one in standard["tier"] if one.get("standing", "title") == "title"]
        every["applied"] = [facts["applied"]] if "applied" in facts else titles
        chosen |= {"applied"}
    return {name: (found if name in chosen else found[:1]) for name, found in every.items()}


def how_many(standard: Table, facts: Table, names: Iterable[str] | None = None) -> int:
    """How many completions `exhaustive` gives."""
    return math.prod(len(found) for found in varied(standard, facts, names).values())


def exhaustive(standard: Table, facts: Table, names: Iterable[str] | None = None) -> Iterator[Made]:
    """Complete facts that agree with what is recorded, one after the other.

    With `names` only these facts vary, the others that are open keep one value: the points of a
    criterion depend on no more than `facts_used(standard, criterion)`.
    """
    every = varied(standard, facts, names)
    for found in itertools.product(*every.values()):
        yield dict(zip(every, found, strict=True))


def completions(standard: Table, facts: Table) -> st.SearchStrategy[Made]:
    """Random complete facts that agree with what is recorded."""

    def one(name: str) -> st.SearchStrategy[Raw]:
        known = st.sampled_from(values(standard, facts, name))
        if name in facts:
            return known
        return st.one_of(known, COMPLETE[standard["facts"][name]["kind"]](standard, name))

    return st.fixed_dictionaries({name: one(name) for name in to_record(standard)})


# ---------------------------------------------------------------- evidence


@dataclass(frozen=True)
class Proof:
    """Pieces of evidence, and per criterion or veto what must become of its evidence.

    `admission` says admitted, unproven or zero for every criterion with requirements and every
    veto with a certificate, and under `id/facet` for a facet whose own evidence is wanting. Files
    named in `lost` are not in the folder.
    """

    pieces: list[Made] = field(default_factory=list)
    admission: dict[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()


def days_of(per: str) -> list[date]:
    """One day in each month, quarter, half year or year of the period."""
    step = {"month": 1, "quarter": 3, "half_year": 6, "year": 6}[per]
    months = range(PERIOD["from"].month - 1, PERIOD["from"].month + 11, step)
    return [date(PERIOD["from"].year + one // 12, one % 12 + 1, 15) for one in months]


def covered(length: Raw) -> tuple[date, date]:
    """The days a requirement wants covered."""
    if length == "period":
        return PERIOD["from"], PERIOD["until"]
    if isinstance(length, dict):
        return back_from(AS_OF, length["past"]), later_by(AS_OF, int(length["future"][:-1]))
    return back_from(AS_OF, length), AS_OF


def satisfying(draft: Draft, asked: Table) -> list[Made]:
    """Just enough pieces for a requirement."""
    piece: Made = {"kind": asked["kind"], "title": f"{asked['title']}(复印件)"}
    if "issuer" in asked:
        piece["issuer"] = asked["issuer"]
    if "per" in asked:
        return [{**piece, "date": day} for day in days_of(asked["per"])]
    if "covers" in asked:
        start, end = covered(asked["covers"])
        middle = start + timedelta(days=draft.number(1, 300))
        spans = [(start, end)]
        if draft.often(1, 2):
            spans = [(start, middle), (middle + timedelta(days=1), end)]
        return [
            {**piece, "date": AS_OF, "covers": {"from": one, "until": other}}
            for one, other in spans
        ]
    oldest = back_from(AS_OF, asked.get("within", "9m"))
    days = [oldest, AS_OF - timedelta(days=10), AS_OF]
    return [{**piece, "date": draft.one(days)} for _ in range(asked.get("at_least", 1))]


def spoilt(draft: Draft, asked: Table, pieces: list[Made]) -> tuple[list[Made], bool]:
    """The pieces with something wrong; and whether it is the file of one that is lost."""
    ways = ["none", "kind", "file"]
    ways += [key for key in ("issuer", "within", "covers", "at_least", "per") if key in asked]
    way = draft.one(ways)
    first, *others = pieces
    if way == "none" or asked.get("per") == "year":
        return [], False
    if way == "kind":
        return [{**first, "kind": OTHER_KIND}, *others], False
    if way == "issuer":
        return [{**first, "issuer": "某商店"}, *others], False
    if way == "within":
        late = back_from(AS_OF, asked["within"]) - timedelta(days=draft.one([1, 500]))
        return [{**first, "date": late}, *others], False
    if way == "covers":
        start = first["covers"]["from"] + timedelta(days=30)
        cut = {"from": start, "until": max(start, first["covers"]["until"])}
        return [{**first, "covers": cut}, *others], False
    return (others, False) if way in {"at_least", "per"} else (pieces, True)


def asked_of(clause: Table) -> list[Made]:
    """What a criterion or veto wants shown."""
    if "certificate" in clause:
        certificate = {"kind": "certificate", "title": "无违规证明", "absent": "unproven"}
        return [certificate | clause["certificate"]]
    return list(clause.get("evidence", []))


@st.composite
def proofs(draw: st.DrawFn, standard: Table) -> Proof:
    """Evidence for a standard, some of it wanting."""
    draft, admission, lost = Draft(draw, 0), {}, set()
    pieces: list[Made] = []
    others = [*standard.get("veto", []), *standard.get("gate", [])]
    for clause in [*all_criteria(standard), *others]:
        wanting: dict[str, set[str]] = {}
        for asked in asked_of(clause):
            found = satisfying(draft, asked)
            if draft.often(1, 3):
                found, without_file = spoilt(draft, asked, found)
                of = f"{clause['id']}/{asked['facet']}" if "facet" in asked else clause["id"]
                wanting.setdefault(of, set()).add(asked.get("absent", "unproven"))
                if without_file:
                    lost.add(len(pieces))
            pieces += [{**one, "for": [clause["id"]]} for one in found]
        if asked_of(clause):
            admission[clause["id"]] = "admitted"
        for of, states in wanting.items():
            worst = [state for state in ("zero", "not_applicable", "unproven") if state in states]
            admission[of] = worst[0] if worst else "admitted"
    numbered = [
        {"id": f"E{at:03}", **one, "file": f"佐证/E{at:03}.txt"} for at, one in enumerate(pieces)
    ]
    return Proof(numbered, admission, frozenset(numbered[at]["file"] for at in lost))


# ---------------------------------------------------------------- writing TOML


def toml_key(key: str) -> str:
    """A key, quoted where it must be."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def toml_value(value: Raw) -> str:
    """A value on one line."""
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal | date):
        return format(value, "f" if isinstance(value, Decimal) else "%Y-%m-%d")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        inside = ", ".join(f"{toml_key(key)} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return str(value)


def toml_table(header: str, table: Table, leave: Iterable[str] = ()) -> str:
    """A table under its header, one key a line."""
    lines = [f"{toml_key(key)} = {toml_value(one)}" for key, one in table.items()]
    kept = [line for key, line in zip(table, lines, strict=True) if key not in set(leave)]
    return "\n".join([header, *kept, ""])


def section_toml(table: Table, path: str) -> Iterator[str]:
    """A section, its criteria, the sections in it."""
    yield toml_table(f"[[{path}]]", table, ["criterion", "section"])
    for one in table.get("criterion", []):
        yield toml_table(f"[[{path}.criterion]]", one)
    for one in table.get("section", []):
        yield from section_toml(one, f"{path}.section")


def standard_toml(standard: Table) -> str:
    """A standard as its author would write it."""
    found = [toml_table("[standard]", standard["standard"])]
    for key, one in standard.get("sources", {}).items():
        found.append(toml_table(f"[sources.{toml_key(key)}]", one))
    found.append(toml_table("[scoring]", standard["scoring"]))
    for key, one in standard.get("scales", {}).items():
        found.append(toml_table(f"[scales.{toml_key(key)}]", one))
    for key, one in standard.get("parameters", {}).items():
        found.append(toml_table(f"[parameters.{toml_key(key)}]", one))
    for key, one in standard["facts"].items():
        found.append(toml_table(f"[facts.{toml_key(key)}]", one))
    for one in standard["section"]:
        found += section_toml(one, "section")
    for key in ("cohort", "assessors", "title"):
        if key in standard:
            found.append(toml_table(f"[{key}]", standard[key]))
    for header in ("adjustment", "gate", "veto", "tier"):
        found += [toml_table(f"[[{header}]]", one) for one in standard.get(header, [])]
    return "\n".join(found)


def bundle_toml(
    standard: Table,
    facts: Table,
    evidence: Iterable[Table] = (),
    *,
    as_of: date = AS_OF,
    period: Table | None = PERIOD,
    scores: Table | None = None,
) -> str:
    """A bundle: the facts and evidence of one community."""
    head = {"standard": standard["standard"]["id"], "as_of": as_of, "source": "社区台账"}
    head |= {"applied": facts["applied"]} if "applied" in facts else {}
    facts = {name: one for name, one in facts.items() if name != "applied"}
    found = [
        toml_table("[bundle]", {**head, "assessor": "自评"}),
        toml_table("[community]", {"id": "wenmiaoping", "name": "文庙坪社区"}),
    ]
    if period is not None:
        found.append(toml_table("[period]", period))
    found.append(toml_table("[facts]", facts))
    found += [toml_table(f"[scores.{key}]", one) for key, one in (scores or {}).items()]
    found += [toml_table("[[evidence]]", one) for one in evidence]
    return "\n".join(found)


def write_bundle(
    folder: Path,
    standard: Table,
    facts: Table,
    proof: Proof,
    *,
    as_of: date = AS_OF,
    period: Table | None = PERIOD,
    scores: Table | None = None,
) -> Path:
    """Lay a bundle out in a folder, with the files of its evidence; give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for piece in proof.pieces:
        if piece["file"] not in proof.lost:
            path = folder / piece["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{piece['title']}\n", encoding="utf-8")
    bundle = folder / "bundle.toml"
    text = bundle_toml(standard, facts, proof.pieces, as_of=as_of, period=period, scores=scores)
    bundle.write_text(text, encoding="utf-8")
    return bundle


# ---------------------------------------------------------------- worked cases


def vectors() -> list[Made]:
    """The worked cases, as they stand in the files."""
    texts = (file.read_text("utf-8") for file in VECTORS)
    return [one for text in texts for one in tomli.loads(text, parse_float=Decimal)["vector"]]


def standard_of(vector: Table) -> Made:
    """The standard a worked case stands for: its sections or criteria, its vetoes and tiers."""
    sections = vector.get("section", [{"title": vector["name"], **criteria_in(vector)}])
    sections = [in_full(one, str(at)) for at, one in enumerate(sections, start=1)]
    full = vector["full"] if "full" in vector else whole_of({"section": sections})
    settled = {"decimals": 2, "mode": "half_up", "at": "criterion", "compare": "exact"}
    made = {
        "standard": {
            "id": "worked",
            "edition": "1",
            "title": vector["name"],
            "issuer": "civscore",
            "effective": {"from": date(2000, 1, 1)},
            "text": "model",
            "source": str(vector["row"]),
            "full": full,
        },
        "scoring": {**settled, **vector.get("scoring", {})},
        "facts": vector["facts"],
        "section": sections,
        "tier": vector.get("tier", [{"id": "达标", "total": full}]),
    }
    for key in ("scales", "cohort", "parameters", "assessors", "title"):
        if key in vector:
            made[key] = vector[key]
    if "veto" in vector:
        made["veto"] = [{"basis": "ours", **one} for one in vector["veto"]]
    if "adjustment" in vector:
        made["adjustment"] = [
            {"id": f"K{at}", "title": f"调整 {at}", "basis": "ours", **one}
            for at, one in enumerate(vector["adjustment"], start=1)
        ]
    if "gate" in vector:
        made["gate"] = [{"basis": "ours", **one} for one in vector["gate"]]
    return made


def criteria_in(vector: Table) -> Made:
    """The criteria of a worked case, called by its name."""
    return {"criterion": [{"title": vector["name"], **one} for one in vector.get("criterion", [])]}


def in_full(section: Table, name: str) -> Made:
    """A section of a worked case, with the ids and titles that it leaves out."""
    title = section.get("title", f"项目 {name}")
    made: Made = {"id": name, "title": title, **section}
    if "criterion" in section:
        made["criterion"] = [
            {"id": f"{name}.{at}", "title": title, **one, "basis": "ours"}
            for at, one in enumerate(section["criterion"], start=1)
        ]
    if "section" in section:
        made["section"] = [
            in_full(one, f"{name}.{at}") for at, one in enumerate(section["section"], start=1)
        ]
    return made


def proof_of(case: Table) -> Proof:
    """The evidence of a worked case."""
    return Proof(list(case.get("evidence", [])), dict(case.get("admission", {})))
