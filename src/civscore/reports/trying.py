"""What came of trying a standard: as a page of tables, or as JSON."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from civscore.exact import text_of
from civscore.reports.layout import padded, shortened, wrapped
from civscore.reports.words import word
from civscore.sentences import Language, Sentence, say, spoken
from civscore.standard.plan import Plan
from civscore.trials.bench import Mark, said
from civscore.trials.coverage import KINDS, ClauseCoverage
from civscore.trials.edges import Edge, Stair, TierEdge, Try
from civscore.trials.trying import Trial

SCHEMA: Final = "civscore.tests/1"
_WIDE, _NARROW, _MARK = 26, 9, 8


def as_text(trial: Trial, language: Language) -> str:
    """Boundary cases, then coverage, then the totals."""
    titles = {one.id: one.criterion.title for one in trial.plan.criteria}
    lines = [_headline(trial).text(language), ""]
    lines.append(
        _rule(say("界点：下一单位、本数、上一单位各得几分", "edges: below, at, above"), language)
    )
    for clause, edges in groupby(trial.edges.edges, key=lambda edge: edge.clause):
        lines.append(f"{clause} {titles[clause]}")
        for title, alike in groupby(edges, key=lambda edge: edge.title.text(language)):
            lines += [f"    {title}", *(_edge(edge, language) for edge in alike)]
        lines += [_stair(one, language) for one in trial.edges.stairs if one.clause == clause]
    lines += ["", _rule(say("等级界点", "edges of tiers"), language)]
    lines += [_tier_edge(one, trial.plan, language) for one in trial.edges.tiers]
    lines += ["", _rule(say("覆盖：哪些有测试", "coverage"), language), *_coverage(trial, language)]
    return "\n".join([*lines, "", *(wrapped(one.text(language)) for one in _totals(trial))]) + "\n"


def _rule(title: Sentence, language: Language) -> str:
    return f"── {title.text(language)} ──"


def _headline(trial: Trial) -> Sentence:
    zh, en = "{s}：测试 {n} 个，", "{s}: {n} tests, "
    zh += "未通过 {k} 个" if trial.failed else "全部通过"
    en += "{k} failed" if trial.failed else "all passed"
    return say(zh, en, s=trial.plan.standard.name, n=len(trial.ran), k=trial.failed)


def _edge(edge: Edge, language: Language) -> str:
    cases = "  ".join(
        padded(_case(one, language), _WIDE) for one in (edge.below, edge.at, edge.above)
    )
    more = say(" （其间各处均变）", " (and at every unit between)").text(language)
    return f"      {cases}".rstrip() + (more if edge.crossing.is_slope else "")


def _case(one: Try | None, language: Language) -> str:
    return "—" if one is None else f"{one.name.text(language)}→{_worth(one.mark, language)}"


def _worth(mark: Mark, language: Language) -> str:
    return said(mark) if not mark.state else f"{said(mark)}({word(mark.state, language)})"


def _stair(stair: Stair, language: Language) -> str:
    points = tuple(said(mark) for mark in stair.marks)
    told = say("逐项取最差：{p}", "one after the other at its worst: {p}", p=points)
    return f"    {told.text(language)}"


def _tier_edge(edge: TierEdge, plan: Plan, language: Language) -> str:
    where = edge.section or word("total", language)
    cases = "  ".join(
        f"{text_of(Decimal(units) / plan.scale)}→{word(status, language)}"
        for units, status in zip(edge.units, edge.statuses, strict=True)
    )
    return f"    {padded(edge.tier, _NARROW)} {padded(where, _NARROW)} {cases}"


# --- coverage ------------------------------------------------------------------------------------


def _coverage(trial: Trial, language: Language) -> Iterator[str]:
    names = [word(kind, language) for kind in KINDS]
    head = "".join(padded(name, _MARK + 2) for name in names)
    yield padded("", _WIDE) + head + say("界点", "edges").text(language)
    for one in trial.coverage.clauses:
        marks = "".join(padded(_ticked(one.seen[kind]), _MARK + 2) for kind in KINDS)
        title = padded(shortened(f"{one.id} {one.title}", _WIDE - 1), _WIDE)
        yield f"{title}{marks}{one.tried}/{one.edges}"
    for statuses in (trial.coverage.vetoes, trial.coverage.tiers):
        for name, seen in statuses.items():
            told = tuple(word(status, language) for status in sorted(seen)) or "—"
            yield f"{padded(name, _WIDE)}{spoken(told, language)}"


def _ticked(seen: bool | None) -> str:  # noqa: FBT001
    return " " if seen is None else "✓" if seen else "—"


def _totals(trial: Trial) -> Iterator[Sentence]:
    clauses, coverage = trial.coverage.clauses, trial.coverage
    zh = "合计：条款 {n} 条，测到得满分的 {full} 条、失分的 {lost} 条、待证的 {unproven} 条；"
    zh += (
        "界点 {edges} 处，两侧都测到的 {tried} 处；否决项 {v} 个，触发和未触发都测到的 {both} 个；"
    )
    zh += "等级 {t} 个，达到和未达到都测到的 {tiers} 个。"
    en = "In all: {n} clauses, tried in full {full}, losing {lost}, unproven {unproven}; "
    en += "{edges} edges, tried on both sides {tried}; {v} vetoes, both ways {both}; "
    en += "{t} tiers, both ways {tiers}."
    yield say(
        zh, en, n=len(clauses), full=_count(clauses, "full"), lost=_count(clauses, "lost"),
        unproven=_count(clauses, "unproven"), edges=sum(one.edges for one in clauses),
        tried=sum(one.tried for one in clauses), v=len(coverage.vetoes),
        both=sum({"clear", "triggered"} <= seen for seen in coverage.vetoes.values()),
        t=len(coverage.tiers), tiers=sum(_both_ways(seen) for seen in coverage.tiers.values()),
    )  # fmt: skip


def _count(clauses: tuple[ClauseCoverage, ...], kind: str) -> int:
    return sum(one.seen[kind] is True for one in clauses)


def _both_ways(seen: frozenset[str]) -> bool:
    return "reached" in seen and len(seen) > 1


# --- JSON ----------------------------------------------------------------------------------------


def as_json(trials: list[Trial], language: Language) -> str:
    """Everything of the text form, for programs; identical bytes for identical inputs."""
    data = {"schema": SCHEMA, "standards": [_standard(one, language) for one in trials]}
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _standard(trial: Trial, language: Language) -> dict[str, Any]:
    plan, coverage = trial.plan, trial.coverage
    return {
        "standard": {"id": plan.id, "edition": plan.edition, "sha256": plan.sha256},
        "tests": [
            {"title": one.case.test.title, "passed": not one.has_failed} for one in trial.ran
        ],
        "edges": [
            {
                "clause": edge.clause,
                "title": edge.title.text(language),
                "below": _tried(edge.below, language),
                "at": _tried(edge.at, language),
                "above": _tried(edge.above, language),
                "every_unit_between": edge.crossing.is_slope,
            }
            for edge in trial.edges.edges
        ],
        "worst": {
            one.clause: [_points(mark) for mark in one.marks] for one in trial.edges.stairs
        },
        "tier_edges": [
            {
                "tier": one.tier,
                "section": one.section or None,
                "points": [text_of(Decimal(units) / plan.scale) for units in one.units],
                "statuses": list(one.statuses),
            }
            for one in trial.edges.tiers
        ],
        "coverage": {
            "clauses": [
                {"id": one.id, "edges": one.edges, "tried": one.tried, **one.seen}
                for one in coverage.clauses
            ],
            "vetoes": {name: sorted(seen) for name, seen in coverage.vetoes.items()},
            "tiers": {name: sorted(seen) for name, seen in coverage.tiers.items()},
        },
    }  # fmt: skip


def _tried(one: Try | None, language: Language) -> dict[str, Any] | None:
    return None if one is None else {"value": one.name.text(language), **_points(one.mark)}


def _points(mark: Mark) -> dict[str, Any]:
    return {
        "earned": text_of(mark.low),
        "unproven": text_of(mark.high - mark.low),
        "state": mark.state or "scored",
    }
