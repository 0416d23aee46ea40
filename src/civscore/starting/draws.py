"""Frame and seed → the units drawn, in an order anybody can work out again.

A unit's lot is the SHA-256 of `seed|fact|digest of the frame|id`; in each stratum the units with
the smallest lots are drawn, and the next ones are its replacements, in that order. Nothing else
decides: no generator of random numbers, whose stream may be another one tomorrow.

- *Strata?* Each gets its share of the draw by its size; the places that are left over go to the
  largest remainders, then to the larger stratum, then to the one listed first.
- *Even distances?* From the unit with the smallest lot on, in the order of the frame, every N/n-th,
  from the end back to the beginning: each unit is as likely as any other, whatever N and n.
- *Fewer units than are to be drawn?* All of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from civscore.evidence.frames import Frame
from civscore.evidence.model import FrameUnit
from civscore.standard.drawing import DrawnFact
from civscore.values import Value


class Lot(Value):
    """A unit of a frame, what was hashed for it, and what came of it."""

    unit: FrameUnit
    text: str
    digest: str
    stratum: str


class Stratum(Value):
    """Units drawn from one stratum, in order, and those that may take their places."""

    name: str
    size: int
    drawn: tuple[Lot, ...]
    spares: tuple[Lot, ...]


class Draw(Value):
    """What was drawn for one fact."""

    name: str
    fact: DrawnFact
    frame: Frame
    lots: tuple[Lot, ...]
    strata: tuple[Stratum, ...]

    @property
    def size(self) -> int:
        """How many units there are."""
        return len(self.lots)

    @property
    def is_short(self) -> bool:
        """Whether there are fewer than are to be drawn."""
        return self.size < self.fact.due


def draw_all(
    facts: Mapping[str, DrawnFact], frames: Mapping[str, Frame], seed: str
) -> Iterator[Draw]:
    """A draw for each fact of whose frame there is."""
    for name, fact in facts.items():
        frame = frames.get(fact.frame or name)
        if frame is not None:
            yield draw(name, fact, frame, seed)


def draw(name: str, fact: DrawnFact, frame: Frame, seed: str) -> Draw:
    """The units of a frame that a seed draws for a fact."""
    lots = tuple(
        _lot(f"{seed}|{name}|{frame.digest}|{unit.id}", unit, fact) for unit in frame.units
    )
    names = dict.fromkeys(() if fact.strata == "listed" else fact.strata)
    names |= dict.fromkeys(one.stratum for one in lots)
    within = {key: [one for one in lots if one.stratum == key] for key in names}
    within = {key: found for key, found in within.items() if found}
    shares = allotted(fact.due, [len(found) for found in within.values()])
    strata = [
        _stratum(key, found, share, fact)
        for (key, found), share in zip(within.items(), shares, strict=True)
    ]
    return Draw(name, fact, frame, lots, tuple(strata))


def _lot(text: str, unit: FrameUnit, fact: DrawnFact) -> Lot:
    digest = sha256(text.encode()).hexdigest()
    return Lot(unit, text, digest, unit.stratum if fact.strata else "")


def _stratum(name: str, lots: Sequence[Lot], number: int, fact: DrawnFact) -> Stratum:
    by_lot = sorted(lots, key=lambda one: (one.digest, one.unit.id))
    drawn = by_lot[:number]
    if fact.spread and drawn:
        first = lots.index(by_lot[0])
        drawn = [lots[(first + step * len(lots) // number) % len(lots)] for step in range(number)]
    taken = {one.unit.id for one in drawn}
    left = [one for one in by_lot if one.unit.id not in taken]
    spares = left[: number if fact.spares is None else fact.spares] if number else []
    return Stratum(name, len(lots), tuple(drawn), tuple(spares))


def allotted(number: int, sizes: Sequence[int]) -> tuple[int, ...]:
    """A number of places shared out by size, by largest remainder; never more than there are."""
    whole = sum(sizes)
    number = min(number, whole)
    given = [number * size // whole for size in sizes]
    order = sorted(
        range(len(sizes)),
        key=lambda one: (-(number * sizes[one] % whole), -sizes[one], one),
    )
    for one in order[: number - sum(given)]:
        given[one] += 1
    return tuple(given)
