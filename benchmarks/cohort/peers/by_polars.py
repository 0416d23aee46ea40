"""Hand-written in polars on 64-bit integers, exact; what is not recorded counts as zero.

    python peers/by_polars.py COMMUNITIES.parquet RESULT.parquet CRITERIA [whole]

does it from file to file; `whole` writes as many columns as civscore does.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from making import (
    ENOUGH,
    FULL,
    LEAST,
    LEVELS,
    LINE,
    SECTION_LEAST,
    SECTIONS,
    SHARE,
    TARGET,
    TIERS,
    VETOES,
    Clause,
)  # fmt: skip

from peers import WORTH, Cells, Judged, parts, tool


def by_polars(number: int) -> tuple[Callable[[Cells], Any], Callable[[Any], Judged]]:
    """What makes a frame of cells, and what judges it."""
    polars = tool("polars")

    def judge(frame: Any) -> Judged:
        found = pipeline(frame.lazy(), number).collect()
        total, *sections, tier = (found[name].to_numpy() for name in found.columns)
        return Judged(total, sections, tier)

    return polars.DataFrame, judge


def from_file_to_file(source: str, result: str, number: int, *, is_whole: bool) -> None:
    """Communities in a Parquet file, judged, to another."""
    pl = tool("polars")
    frame = pl.scan_parquet(source)
    schema = frame.collect_schema()
    read = [pl.col("id"), *(_read(pl, name, schema[name]) for name in schema if name != "id")]
    judged = pipeline(frame.select(read), number)
    (_split(pl, judged, number) if is_whole else judged).collect().write_parquet(result)


def _split(pl: Any, judged: Any, number: int) -> Any:
    """Earned, unproven, which is nothing, and lost, of all and of each section."""
    made = parts(number)
    fulls = {"total": number, **{f"section{at}": len(one) for at, one in enumerate(made)}}
    split = [
        column
        for name, full in fulls.items()
        for column in (
            pl.col(name),
            pl.lit(0).alias(f"{name}.unproven"),
            (full * FULL - pl.col(name)).alias(f"{name}.lost"),
        )
    ]
    tier, named = pl.col("tier"), [pl.col("id"), pl.col("id").alias("name")]
    out = pl.lit(None, pl.String)
    last = [tier, tier.alias("possible"), out.alias("vetoes"), out.alias("unknown")]
    return judged.select([*named, *split, *last])


def _read(pl: Any, name: str, kind: Any) -> Any:
    """A column as whole numbers, and zero where it is empty."""
    column = pl.col(name)
    if kind == pl.Categorical:
        column = column.cast(pl.Enum(list(reversed(LEVELS)))).to_physical()
    elif kind == pl.Decimal:
        column = column.to_physical()
    return column.cast(pl.Int64).fill_null(0)


def pipeline(frame: Any, number: int) -> Any:
    """Total, sections and the place of the tier."""
    pl = tool("polars")
    made = parts(number)
    names = [f"section{at}" for at in range(len(made))]
    sections = [
        pl.sum_horizontal([_points(pl, one) for one in section]).alias(name)
        for name, section in zip(names, made, strict=True)
    ]
    is_out = pl.any_horizontal([pl.col(f"v{n}") > 0 for n in range(VETOES)])
    is_even = pl.min_horizontal(names) * 100 >= SECTION_LEAST * FULL * -(-number // SECTIONS)
    tier = pl.when(is_out).then(-1)
    for rank, (name, share) in reversed(list(enumerate(TIERS.items()))):
        is_reached = pl.col("total") >= number * FULL * share // 100
        tier = tier.when(is_reached if name == "达标" else is_reached & is_even).then(rank)
    kept = [pl.col("id")] if "id" in frame.collect_schema() else []
    return (
        frame.with_columns(sections)
        .with_columns(pl.sum_horizontal(names).alias("total"))
        .select([*kept, "total", *names, tier.otherwise(-1).alias("tier")])
    )


def _points(pl: Any, one: Clause) -> Any:
    """Hundredths of a criterion, rounded half up."""
    cells = [pl.col(name) for name in one.columns]
    first = cells[0]
    match one.kind:
        case "flag":
            return first * FULL
        case "least":
            return (first >= LEAST).cast(pl.Int64) * FULL
        case "line":
            return (pl.min_horizontal(first, pl.lit(LINE)) * (2 * FULL) + LINE) // (2 * LINE)
        case "level":
            return pl.lit(pl.Series(WORTH)).gather(first)
        case "items":
            return (cells[0] + cells[1] + cells[2] >= ENOUGH).cast(pl.Int64) * FULL
        case "reached":
            return (first * 100 >= cells[1] * SHARE).cast(pl.Int64) * FULL
    width = cells[1] * TARGET
    earned = pl.min_horizontal(first * 100, width)
    points = (2 * FULL * earned + width) // (2 * width)
    return pl.when(width == 0).then(FULL).otherwise(points)


if __name__ == "__main__":
    communities, written, criteria, *whole = sys.argv[1:]
    from_file_to_file(communities, written, int(criteria), is_whole=bool(whole))
