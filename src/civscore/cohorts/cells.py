"""The columns of a table as they come: whole numbers, floating ones, or a few different cells.

Nothing is judged here. An empty cell is not recorded; what a cell means, its fact says.

- *A column of floating numbers?* 0.1 is taken for one tenth: the shortest decimal that reads back
  as the same float is what its author wrote. Whether it has more decimals than declared is seen by
  multiplying and dividing back; no float ever comes to points.
- *`1`, `1.0` and `True` in one column?* They are equal to Python, and three different cells.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from civscore.cohorts.columnar.columns import Array, ranked
from civscore.cohorts.rows import text_of_cell
from civscore.exact import MOST_DIGITS


class Whole(NamedTuple):
    """Exact numbers, each a count of its last decimal, in 64 bits or fewer."""

    units: Array
    decimals: int = 0
    missing: Array | None = None
    is_decimal: bool = False  # also without decimals a cell is a `Decimal`

    def shown(self, units: int) -> Any:
        """A cell of so many units as it stands."""
        is_whole = not self.decimals and not self.is_decimal
        return units if is_whole else Decimal(units).scaleb(-self.decimals)


def _as_it_is(cell: Any) -> Any:
    return cell


class Floating(NamedTuple):
    """Floating numbers; not a number is an empty cell."""

    numbers: Array
    shown: Callable[[Any], Any] = _as_it_is  # the cell of a number


class Coded(NamedTuple):
    """A few different cells, and which of them stands in each row; -1 for an empty one."""

    codes: Array
    values: Sequence[Any]
    is_full: bool = False  # known to have no empty cell, so that nobody has to look


Cells: TypeAlias = Whole | Floating | Coded


def cells_in(column: Any) -> Cells:
    """The cells of a pandas column."""
    import pandas as pd

    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return Coded(column.cat.codes.to_numpy(np.intp), _objects(kind.categories))
    is_numpy = isinstance(kind, np.dtype)
    if is_numpy and kind.kind in "iu" and (kind.kind == "i" or kind.itemsize < _WIDEST):
        return Whole(column.to_numpy(np.int64))
    if is_numpy and kind.kind == "f" and kind.itemsize == _WIDEST:
        return Floating(column.to_numpy())
    if is_numpy and kind.kind == "b":
        return Coded(column.to_numpy().astype(np.intp), (False, True))
    if isinstance(kind, pd.BooleanDtype):
        codes = column.to_numpy(np.int8, na_value=-1)
        return Coded(codes.astype(np.intp), (False, True))
    if not is_numpy and pd.api.types.is_signed_integer_dtype(kind):
        missing = column.isna().to_numpy()
        units = column.to_numpy(np.int64, na_value=0)
        return Whole(units, 0, missing if missing.any() else None)
    return _coded(column)


_WIDEST: Final = 8


def _coded(column: Any) -> Coded:
    cells = column.astype(object)
    return coded_of(cells.where(column.notna(), None).tolist())


def coded_of(cells: Sequence[Any]) -> Coded:
    """Different cells told apart by kind as well, since 1 equals True."""
    kinds = set(map(type, cells)) - {type(None)}
    if kinds <= {str}:
        import pandas as pd

        column = np.empty(len(cells), dtype=object)
        column[:] = cells
        places, texts = pd.factorize(column, use_na_sentinel=True)
        return Coded(places.astype(np.intp, copy=False), list(texts))
    seen: dict[Any, int] = {}
    codes = np.full(len(cells), -1, np.intp)
    values: list[Any] = []
    for place, cell in enumerate(cells):
        if cell is None or cell != cell:  # noqa: PLR0124 - not a number
            continue
        key = (type(cell), str(cell))
        if key not in seen:
            seen[key] = len(values)
            values.append(cell)
        codes[place] = seen[key]
    return Coded(codes, values)


def _objects(values: Any) -> list[Any]:
    return list(values.astype(object))


def coded(cells: Cells) -> Coded:
    """The same as few different cells."""
    if isinstance(cells, Coded):
        return cells
    if isinstance(cells, Floating):
        import pandas as pd  # a table without such columns is judged without it

        codes, values = pd.factorize(cells.numbers, use_na_sentinel=True)
        return Coded(codes, [cells.shown(one) for one in values.tolist()])
    units, codes = ranked(cells.units.astype(np.int64, copy=False))
    if cells.missing is not None:
        codes = np.where(cells.missing, -1, codes)
    return Coded(codes, [cells.shown(one) for one in units.tolist()])


def without_blanks(cells: Coded) -> Coded:
    """Cells that hold nothing but blanks are empty, too."""
    blank = [place for place, value in enumerate(cells.values) if not text_of_cell(value)]
    if not blank:
        return cells
    return Coded(np.where(np.isin(cells.codes, blank), -1, cells.codes), cells.values)


class Units(NamedTuple):
    """Numbers as counts of units; no cell is both missing and faulty."""

    units: Array
    missing: Array | None
    faulty: Array | None
    ends: tuple[int, int] = (0, 0)
    """No number lies outside them."""


def units_in(cells: Cells, scale: int, limits: tuple[int, int], read: Any) -> Units:
    """Cells as counts of 1/scale inside the limits; `read` reads one that is no number yet."""
    if isinstance(cells, Whole):
        found = _whole(cells, scale)
    elif isinstance(cells, Floating):
        found = _floating(cells, scale)
    else:
        found = _read(cells, scale, read)
    units, missing, faulty, _ = found
    return within(Units(units, missing, faulty, _ends(units, limits[0])), limits)


def within(found: Units, limits: tuple[int, int]) -> Units:
    """Numbers outside the limits are faulty."""
    low, high = limits
    if found.ends[0] >= low and found.ends[1] <= high:
        return found
    outside = (found.units < low) | (found.units > high)
    if found.missing is not None:
        outside &= ~found.missing  # an empty cell holds any number
    faulty = outside if found.faulty is None else outside | found.faulty
    units = np.clip(found.units.astype(np.int64, copy=False), low, high)
    return Units(units, found.missing, faulty if faulty.any() else None, limits)


def _ends(units: Array, low: int) -> tuple[int, int]:
    """Between what the numbers lie; looked at once where they begin at zero."""
    if not low:  # without its sign a number below zero is larger than all others
        bits = 8 * units.itemsize
        most = int(np.maximum.reduce(units.view(_UNSIGNED[bits]), initial=0))
        if not most >> (bits - 1):
            return 0, most
    return (int(units.min()), int(units.max())) if len(units) else (low, low)


_UNSIGNED: Final = {8: np.uint8, 16: np.uint16, 32: np.uint32, 64: np.uint64}


def _whole(cells: Whole, scale: int) -> Units:
    own = 10**cells.decimals
    if own == scale:
        return Units(cells.units, cells.missing, None)
    units = cells.units.astype(np.int64, copy=False)
    if own > scale:
        units, rest = np.divmod(units, own // scale)
        faulty = rest != 0
    else:
        times = scale // own
        faulty = np.abs(units) > _MOST // times
        units = np.where(faulty, 0, units) * times
    if cells.missing is not None:
        faulty &= ~cells.missing
    return Units(units, cells.missing, faulty if faulty.any() else None)


_MOST: Final = 2**62


def _floating(cells: Floating, scale: int) -> Units:
    """Those whose shortest decimal has no more places than the scale."""
    values = cells.numbers
    missing = np.isnan(values)
    size = np.abs(values)
    with np.errstate(invalid="ignore", over="ignore"):
        units = np.rint(values * scale)
        is_sound = (units / scale == values) & (np.abs(units) < _EXACT)
        is_sound &= (size * _PLAIN >= 1) | (size == 0)
    units = np.where(is_sound, units, 0).astype(np.int64)
    faulty = ~(is_sound | missing)
    return Units(units, missing if missing.any() else None, faulty if faulty.any() else None)


_EXACT: Final = 10**15
"""Below it a decimal of so many digits and a float are the same."""

_PLAIN: Final = 10**4
"""Floats below one in so many are written with an exponent, which is no plain number."""


def _read(cells: Coded, scale: int, read: Any) -> Units:
    """Each different cell read once."""
    units, states = np.zeros(len(cells.values) + 1, np.int64), np.zeros(len(cells.values) + 1, int)
    states[-1] = _MISSING
    places = len(str(scale)) - 1
    for place, value in enumerate(cells.values):
        number = _digits(value, places) if type(value) is str and scale == 10**places else None
        number = read(value, scale) if number is None else number
        if number is not None:
            units[place] = number
        else:
            states[place] = _FAULTY if text_of_cell(value) else _MISSING
    found = states[cells.codes]
    missing, faulty = found == _MISSING, found == _FAULTY
    return Units(
        units[cells.codes], missing if missing.any() else None, faulty if faulty.any() else None
    )


_MISSING, _FAULTY = 1, 2


def _digits(text: str, places: int) -> int | None:
    """Digits and a point, as nearly all numbers are written; whatever else is read by its fact."""
    whole, point, rest = text.partition(".")
    is_plain = text.isascii() and whole.isdigit() and (rest.isdigit() or not point)
    if not is_plain or len(whole) > MOST_DIGITS or len(rest) > places:
        return None
    return int(whole + rest.ljust(places, "0"))
