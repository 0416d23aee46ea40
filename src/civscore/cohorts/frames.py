"""pandas in, pandas out."""

from datetime import date
from typing import Any

import pandas as pd

from civscore.cohorts.judging import judge_table
from civscore.cohorts.results import cells_of
from civscore.cohorts.rows import Table
from civscore.diagnostics import Diagnostic, Faulty
from civscore.standard.plan import Plan


def score_frame(
    standard: Plan,
    frame: Any,
    *,
    as_of: date,
    period: tuple[date, date] | None = None,
    criteria: bool = False,
    faults: list[Diagnostic] | None = None,
) -> Any:
    """A frame with one row for each community, judged by a standard on a day.

    Columns of `frame` are `id`, `name` and facts (`meetings`) or parts of facts
    (`attendance.count`); a missing cell is a fact that is not recorded, what is recorded counts as
    proven. The result has the index of the frame; numbers are `Decimal`, exact.

    Rows that cannot be read are set aside if `faults` is a list, to which all that is wrong with
    them is added. A `Location` counts rows from line 2; the names of the columns are line 1.

    Raises:
        Faulty: if columns or ids are wrong; if rows are and `faults` is not given.
    """
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    table = Table("frame", tuple(str(name) for name in frame.columns), tuple(rows))
    lines = list(judge_table(table, standard, as_of, period))
    wrong = [one for line in lines if line.assessment is None for one in line.faults]
    if wrong and faults is None:
        raise Faulty(wrong)
    if faults is not None:
        faults.extend(wrong)
    judged = [line.assessment for line in lines]
    kept = [number for number, one in enumerate(judged) if one is not None]
    cells = [cells_of(one, criteria=criteria) for one in judged if one is not None]
    return pd.DataFrame(cells, index=frame.index[kept], dtype=object)
