"""A program in whole numbers: variables between ends, rows over them, a goal to be least.

Solved by HiGHS through SciPy, with no gap allowed. Coefficients are whole: a row in fractions is
brought over one denominator and divided by what all have in common.

- *Is the answer exact?* Whatever comes back is rounded to whole numbers and has to be checked by
  whoever asked: the solver itself works with tolerances.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final, TypeAlias

from civscore.extras import wanted

Terms: TypeAlias = Mapping[int, Fraction | int]
"""Variables by number, each with what it is multiplied by."""

_SOLVED: Final = 0
_INFEASIBLE: Final = 2


class Program:
    """Variables and rows; what is added stays."""

    def __init__(self) -> None:
        self._ends: list[tuple[int | None, int | None]] = []
        self._whole: list[bool] = []
        self._places: tuple[list[int], list[int], list[int]] = [], [], []  # row, column, number
        self._least: list[int] = []  # that the sum of each row comes to

    def variable(
        self, least: int | None = 0, most: int | None = 1, *, is_whole: bool = True
    ) -> int:
        """A new variable; its number."""
        self._ends.append((least, most))
        self._whole.append(is_whole)
        return len(self._ends) - 1

    def at_least(self, terms: Terms, least: Fraction | int) -> None:
        """The sum of the terms is no less than this."""
        per = lcm(*(one.denominator for one in (*terms.values(), least)))
        whole = {at: int(number * per) for at, number in terms.items() if number}
        shared = gcd(*whole.values()) or 1
        if all(self._whole[at] for at in whole):  # then what it is compared with may be rounded up
            bound = -(-int(least * per) // shared)
        else:
            shared, bound = gcd(shared, int(least * per)) or 1, int(least * per)
            bound //= shared
        rows, columns, numbers = self._places
        rows += [len(self._least)] * len(whole)
        columns += whole
        numbers += [number // shared for number in whole.values()]
        self._least.append(bound)

    def at_most(self, terms: Terms, most: Fraction | int) -> None:
        """The sum of the terms is no more than this."""
        self.at_least({at: -number for at, number in terms.items()}, -most)

    def exactly(self, terms: Terms, number: Fraction | int) -> None:
        """The sum of the terms is just this."""
        self.at_least(terms, number)
        self.at_most(terms, number)

    def copy(self) -> "Program":
        """A copy, to which more can be added."""
        other = Program()
        other._ends, other._whole = list(self._ends), list(self._whole)
        rows, columns, numbers = self._places
        other._places, other._least = (rows[:], columns[:], numbers[:]), list(self._least)
        return other

    def least(self, goal: Terms) -> Sequence[int] | None:
        """The variables where the goal is least, rounded; None where nothing satisfies all."""
        found = self._solved(goal)
        return None if found is None else [round(one) for one in found]

    def _solved(self, goal: Terms) -> Any:
        optimize = wanted("scipy.optimize", "plan")
        sparse = wanted("scipy.sparse", "plan")
        size = len(self._ends)
        per = lcm(*(one.denominator for one in goal.values()))
        weights = [int(goal.get(at, 0) * per) for at in range(size)]
        endless = wanted("numpy", "plan").inf
        ends = optimize.Bounds(
            [-endless if low is None else low for low, _ in self._ends],
            [endless if high is None else high for _, high in self._ends],
        )
        rows, columns, numbers = self._places
        shape = len(self._least), size
        matrix = sparse.csr_array((numbers, (rows, columns)), shape=shape)
        limits = optimize.LinearConstraint(matrix, self._least)
        found = optimize.milp(
            weights,
            integrality=[int(one) for one in self._whole],
            bounds=ends,
            constraints=limits,
            options={"mip_rel_gap": 0},
        )
        if found.status == _INFEASIBLE:
            return None
        if found.status != _SOLVED:
            raise RuntimeError(found.message)
        return found.x
