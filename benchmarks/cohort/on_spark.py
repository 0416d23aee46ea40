"""The recipe for Spark of docs/batch.md, run on a Spark of this machine, beside `score_frame`.

    pip install pyspark; python benchmarks/cohort/on_spark.py

It needs a Java, 17 or later. Two standards are judged by: a bundled one that compares communities
by a mean, and one that has a quota of a share and a rank; with cells that are not recorded, and a
row that cannot be read. Every cell has to be the same.
"""

import os
import re
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

import pandas as pd
from pyspark.sql import SparkSession

import civscore
from civscore.standard.document import parse_document
from civscore.standard.shelf import plan_document

PAGE: Final = Path(__file__).parents[2] / "docs" / "batch.md"
DAY: Final = date(2026, 6, 30)
COMPARING: Final = """
[standard]
id = "example"
edition = "2026"
title = "例"
issuer = "例"
effective = { from = 2026-01-01 }
text = "official"
source = "例"
full = 30

[scoring]
decimals = 2
mode = "half_up"
at = "total"
compare = "exact"
not_applicable = "rescale"

[cohort]
parent = "街道"

[facts.meetings]
kind = "count"
title = "会议"
range = [0, 12]

[facts.lectures]
kind = "count"
title = "讲座"
range = [0, 12]

[[section]]
id = "1"
title = "例"

[[section.criterion]]
id = "1.1"
title = "会议"
full = 20
proportional = { value = "meetings", to = 12 }
basis = "ours"

[[section.criterion]]
id = "1.2"
title = "讲座名次"
full = 10
ranked = { value = "lectures", order = "high", points = [10, 7, 3], ties = "mean", rest = 1 }
basis = "ours"

[[tier]]
id = "达标"
total = 12

[[tier]]
id = "先进"
total = 16

[tier.quota]
share = "30%"
of = "达标"
round = "down"
by = "total"
ties = "none"
within = "parent"
"""


def cohort(plan: civscore.Plan, size: int) -> pd.DataFrame:
    """Communities of which a twentieth of the cells is not recorded, and one cell says nothing."""
    random, cells = Random(1), dict[str, list[str | None]]()
    cells["id"] = [f"c{number}" for number in range(size)]
    cells["parent"] = [f"s{random.randint(0, 4)}" for _ in range(size)]
    for name, fact in plan.standard.facts.items():
        drawn = [str(random.randint(0, 12)) for _ in range(size)]
        if fact.kind == "flag":
            drawn = [random.choice("是否") for _ in range(size)]
        some = [None if random.random() < 1 / 20 else one for one in drawn]
        if fact.kind in {"count", "flag"}:
            cells[name] = some
        if fact.kind == "rate":
            cells[f"{name}.count"] = some
            cells[f"{name}.of"] = [one and "12" for one in some]
    frame = pd.DataFrame(cells)
    frame.iloc[3, -1] = "许多"
    return frame


def check(spark: Any, score_on_spark: Any, plan: civscore.Plan) -> str:
    """What both come to; they have to be the same."""
    frame = cohort(plan, 120)
    table = ", ".join(f"`{name}` string" for name in frame.columns)
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    given = spark.createDataFrame(rows, table).repartition(2)
    faults: list[civscore.Diagnostic] = []
    expected = civscore.score_frame(plan, frame, as_of=DAY, faults=faults)
    found = {row["id"]: row.asDict() for row in score_on_spark(plan, given, DAY).collect()}
    for line in expected.to_dict("records"):
        assert found.pop(line["id"]) == {**line, "fault": None}, line["id"]
    assert [*found] == ["c3"]
    assert faults[0].code in found["c3"]["fault"]
    assert refused(score_on_spark, plan, given.union(given)) == {"community-twice"}
    tiers = expected["tier"].value_counts().to_dict()
    return f"{plan.id}@{plan.edition}: {len(expected)} communities the same, 1 set aside, {tiers}"


def refused(score_on_spark: Any, plan: civscore.Plan, given: Any) -> set[str]:
    """Why a table is refused as a whole."""
    try:
        score_on_spark(plan, given, DAY)
    except civscore.Faulty as faulty:
        return {one.code for one in faulty.diagnostics}
    return set()


def main() -> None:
    """Run it by both standards."""
    blocks = re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (recipe,) = [one for one in blocks if "def score_on_spark" in one]
    made: dict[str, Any] = {"__name__": "__main__"}
    exec(recipe, made)  # noqa: S102 - our own lines
    os.environ["PYSPARK_PYTHON"] = sys.executable  # not whatever python3 is first on the path
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    spark: Any = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    plans = [civscore.load_standard("science-community")]
    plans.append(plan_document(parse_document(COMPARING.encode(), "standard.toml")))
    for plan in plans:
        sys.stdout.write(check(spark, made["score_on_spark"], plan) + "\n")
    spark.stop()


if __name__ == "__main__":
    main()
