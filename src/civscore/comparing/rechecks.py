"""Two results of one community held against each other 复查: what was foretold, what came of it.

Whatever has something left to do in either result is a finding: a criterion, an adjustment, a veto
or a gate. Points of a criterion are given for it as a whole, so what its steps were to gain is
compared with what the criterion gained.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias, get_args

from civscore.gaps.asking import StepKind
from civscore.scoring.findings import Split
from civscore.standard.demands import Status
from civscore.values import Value

Data: TypeAlias = Mapping[str, Any]
"""A result as `score --format json` writes it."""

Part: TypeAlias = Literal["criterion", "adjustment", "veto", "gate"]
Verdict: TypeAlias = Literal["closed", "improved", "same", "slipped", "new"]
"""Nothing left to do; better; as it was; worse; not to be done before."""

VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
KINDS: Final[tuple[str, ...]] = get_args(StepKind)

_STATES: Final[tuple[str, ...]] = get_args(Status)

_RANKS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("met", "exempt", "not_applicable", "clear", "open"), 2),
    **dict.fromkeys(("unproven", "unknown", "partly_met"), 1),
    **dict.fromkeys(("not_met", "triggered", "shut"), 0),
}
"""How good a status is."""

_BEST: Final = max(_RANKS.values())

_ASIDE: Final = frozenset({"exempt", "not_applicable"})


class Promise(Value):
    """A step that a result offers, and the points it was to gain."""

    kind: StepKind
    change: str
    gain: Decimal
    earliest: str | None


class Stand(Value):
    """How something stood in one result."""

    status: str
    points: Split | None  # None for what has none
    because: str
    steps: tuple[Promise, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        if self.points is None:
            return _RANKS[self.status] < _BEST
        if self.status in _ASIDE and not self.points.unproven:
            return False
        return bool(self.steps) or self.points.unproven > 0 or self.points.lost > 0

    @property
    def rank(self) -> tuple[Decimal, ...]:
        """The greater, the better."""
        if self.points is None:
            return (Decimal(_RANKS[self.status]),)
        return self.points.earned, -self.points.lost


class Finding(Value):
    """Something that had, or has, something left to do; None where a result knows nothing of it."""

    part: Part
    id: str
    title: str
    before: Stand | None
    after: Stand | None

    @property
    def verdict(self) -> Verdict:
        """What became of it."""
        if self.before is None or not self.before.is_open:
            return "new"
        if self.after is None or not self.after.is_open:
            return "closed"
        if self.after.rank == self.before.rank:
            return "same"
        return "improved" if self.after.rank > self.before.rank else "slipped"

    @property
    def was_listed(self) -> bool:
        """Whether there was something to do before, and points to gain by it."""
        return self.before is not None and self.before.is_open and self.before.points is not None

    @property
    def predicted(self) -> Decimal | None:
        """The most the steps were to gain together; None where there are no points."""
        if self.before is None or self.before.points is None:
            return None
        most = self.before.points.unproven + self.before.points.lost
        return min(sum((one.gain for one in self.before.steps), Decimal(0)), most)

    @property
    def realised(self) -> Decimal | None:
        """Points gained; None where there are none to compare."""
        ends = [one.points for one in (self.before, self.after) if one is not None]
        if len(ends) != len(("before", "after")) or ends[0] is None or ends[1] is None:
            return None
        return ends[1].earned - ends[0].earned

    @property
    def gone(self) -> tuple[Promise, ...]:
        """Steps that are no longer offered as they were."""
        return _without(self.before, self.after)

    @property
    def still(self) -> tuple[Promise, ...]:
        """Steps that are offered as they were, with what they gain now."""
        steps, gone = (self.after.steps if self.after else ()), {_key(o) for o in self.fresh}
        return tuple(one for one in steps if _key(one) not in gone)

    @property
    def fresh(self) -> tuple[Promise, ...]:
        """Steps that were not offered before."""
        return _without(self.after, self.before)


def _key(step: Promise) -> tuple[str, str]:
    return step.kind, step.change


def _without(one: Stand | None, other: Stand | None) -> tuple[Promise, ...]:
    """The steps of one that the other has not."""
    known = {_key(step) for step in other.steps} if other is not None else set()
    return tuple(step for step in (one.steps if one is not None else ()) if _key(step) not in known)


class Head(Value):
    """What a result says of itself and of the whole."""

    as_of: str
    tier: str | None
    possible: str | None
    total: Split
    bonus: Split
    supposed: tuple[tuple[str, str], ...]


class TierMove(Value):
    """A tier before and after, and the conditions of it that are met now, or no longer."""

    id: str
    standing: str
    before: str | None
    after: str | None
    met: tuple[str, ...]
    unmet: tuple[str, ...]


class Recheck(Value):
    """Two results of a community, held against each other."""

    community: tuple[str, str]  # id and name
    standard: str  # id@edition, of the later one
    before: Head
    after: Head
    findings: tuple[Finding, ...]  # in the order of the later result
    tiers: tuple[TierMove, ...]

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings of which that became."""
        return tuple(one for one in self.findings if one.verdict == verdict)

    @property
    def predicted(self) -> Decimal:
        """What all that was listed was to gain, clause by clause."""
        return sum((one.predicted or Decimal(0) for one in self._listed()), Decimal(0))

    @property
    def realised(self) -> Decimal:
        """What it gained."""
        return sum((one.realised or Decimal(0) for one in self._listed()), Decimal(0))

    def _listed(self) -> Iterator[Finding]:
        return (one for one in self.findings if one.was_listed)


def compare_results(before: Data, after: Data) -> Recheck:
    """Two results of a community, as `score --format json` writes them.

    Raises:
        LookupError, TypeError, ValueError, ArithmeticError, AttributeError: if one is not whole.
    """
    one, community = after["standard"], after["community"]
    return Recheck(
        (community["id"], community["name"]),
        f"{one['id']}@{one['edition']}",
        _head(before),
        _head(after),
        tuple(_findings(before, after)),
        tuple(_tiers(before["tiers"], after["tiers"])),
    )


def _head(data: Data) -> Head:
    supposed = tuple((one["fact"], one["value"]) for one in data["supposed"])
    points = _split(data["total"]), _split(data["bonus"])
    return Head(data["as_of"], data["tier"], data["possible_tier"], *points, supposed)


def _split(data: Data) -> Split:
    earned, unproven, lost = (_number(data[key]) for key in ("earned", "unproven", "lost"))
    return Split(earned + unproven + lost, earned, unproven, lost)


_PARTS: Final[Mapping[Part, tuple[str, str]]] = {
    "criterion": ("criteria", "outcome"),
    "adjustment": ("adjustments", ""),
    "gate": ("gates", "status"),
    "veto": ("vetoes", "status"),
}
"""Where the things of a kind are in a result, and under which key their status."""


def _findings(before: Data, after: Data) -> Iterator[Finding]:
    """What is left to do in either; a criterion that is a veto is spoken of as such."""
    vetoes = {one["id"] for data in (before, after) for one in data["vetoes"]}
    for part, (room, key) in _PARTS.items():
        was, now = ({one["id"]: one for one in data[room]} for data in (before, after))
        for name, one in {**now, **{n: o for n, o in was.items() if n not in now}}.items():
            ends = [_stand(data[name], key) if name in data else None for data in (was, now)]
            is_open = any(end is not None and end.is_open for end in ends)
            if is_open and not (part == "criterion" and name in vetoes):
                yield Finding(part, name, one["title"], *ends)


def _stand(data: Data, key: str) -> Stand:
    steps = tuple(
        Promise(_one_of(KINDS, one["kind"]), one["change"], _number(one["gain"]), one["earliest"])
        for one in data.get("next", ())
    )
    points = _split(data) if "earned" in data else None
    if points is not None and not points.full and key:
        points = None
    status = _one_of(_RANKS, data[key]) if key else ""
    return Stand(status, points, data["because"], steps)


def _number(said: str) -> Decimal:
    """A number of a result.

    Raises:
        ArithmeticError, TypeError, ValueError: if it is none.
    """
    number = Decimal("".join(said))
    if not number.is_finite():
        raise ValueError(said)
    return number


def _one_of(known: Iterable[str], said: Any) -> Any:
    """What is said, if it is known.

    Raises:
        ValueError: if it is not.
    """
    if said not in known:
        raise ValueError(said)
    return said


def _tiers(before: Sequence[Data], after: Sequence[Data]) -> Iterator[TierMove]:
    was, now = ({one["id"]: one for one in data} for data in (before, after))
    for name, one in {**now, **{n: o for n, o in was.items() if n not in now}}.items():
        ends = was.get(name), now.get(name)
        old, new = (None if end is None else _one_of(_STATES, end["status"]) for end in ends)
        is_list = one["standing"] == "negative"
        met, unmet = ((), ()) if is_list else _conditions(*ends)
        yield TierMove(name, one["standing"], old, new, met, unmet)


def _conditions(before: Data | None, after: Data | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why conditions are reached now that were not, and the other way about."""
    was, now = (
        {(c["kind"], c["subject"]): c for c in end["conditions"]} if end is not None else {}
        for end in (before, after)
    )
    both = [(was[key], one) for key, one in now.items() if key in was]
    moved = [(old["status"] == "reached", new) for old, new in both]
    return (
        tuple(
            new["because"] for was_met, new in moved if not was_met and new["status"] == "reached"
        ),
        tuple(new["because"] for was_met, new in moved if was_met and new["status"] != "reached"),
    )
