"""What evidence costs: 2000 files with their digests, and a ledger of 10 000 rows.

    python benchmarks/evidence.py

prints each result as it comes and writes the table into docs/performance.md. Files are read from
the memory of the system, as both sides find them there; what is compared is the work.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import civscore
from civscore.starting.workbooks import draw

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from filling import filled  # noqa: E402
from measuring import Job, Result, in_turns, peak_megabytes, python, write_table  # noqa: E402

STANDARD: Final = "civilized-community"
FILES, BYTES, ROWS = 2000, 250_000, 10_000
MEGABYTE: Final = 10**6
SHARE, SECONDS = 0.7, 2  # of the speed of sha256sum; for the ledger
HEAD: Final = """\
[bundle]
as_of = 2026-06-30

[community]
id = "many"
name = "示例"

[period]
from = 2025-07-01
until = 2026-06-30
"""
PIECE: Final = """
[[evidence]]
id = "E{n}"
kind = "photo"
title = "照片"
for = ["{clause}"]
date = {day}
file = "佐证/{n}.jpg"
"""
SCORE: Final = """
import sys, civscore
plan = civscore.load_standard(sys.argv[1])
civscore.assess(plan, civscore.load_bundle(sys.argv[2], plan, digests=True))
"""


def main() -> None:
    """Measure everything, print it, and write it down."""
    with TemporaryDirectory() as folder:
        write_table("evidence", (measure_files(Path(folder)), measure_ledger(Path(folder))))


def measure_files(folder: Path) -> Iterator[Result]:
    """Loading and scoring with every file read whole, beside sha256sum on the same files."""
    plan = civscore.load_standard(STANDARD)
    bundle = many_files(folder / "many", plan)
    names = sorted(str(one) for one in (bundle / "佐证").iterdir())
    summing = [shutil.which("sha256sum") or "sha256sum", *names]
    found = in_turns(
        {
            "sum": Job(lambda _: subprocess.run(summing, stdout=subprocess.DEVNULL, check=True)),
            "read": Job(lambda _: judged(bundle, plan, digests=True)),
            "unread": Job(lambda _: judged(bundle, plan, digests=False)),
        },
        turns=7,
    )
    size = FILES * BYTES / MEGABYTE
    said = f"{FILES} 件佐证，{size:.0f} MB"
    speed = {name: size / times.median for name, times in found.items()}
    yield Result(f"`sha256sum`，{said}", f"{speed['sum']:.0f} MB/s")
    ratio = 1 / found["read"].ratio(found["sum"])
    limit = f"`sha256sum` 的 {SHARE} 倍"
    what = f"读入并评定，{said}，逐件取摘要"
    yield Result(what, f"{speed['read']:.0f} MB/s", "`sha256sum`", ratio, limit, ratio >= SHARE)
    yield Result(f"读入并评定，{said}，不取摘要", f"{found['unread'].median * 1e3:.0f} ms")
    peak = peak_megabytes(python(SCORE, STANDARD, str(bundle)))
    yield Result("逐件取摘要，内存峰值", f"{peak:.1f} MB")


def judged(bundle: Path, plan: civscore.Plan, *, digests: bool) -> civscore.Assessment:
    """A bundle loaded and scored."""
    return civscore.assess(plan, civscore.load_bundle(bundle, plan, digests=digests))


def many_files(folder: Path, plan: civscore.Plan) -> Path:
    """A bundle of many files, none like another, for all clauses in turn."""
    (folder / "佐证").mkdir(parents=True)
    clauses = [one.id for one in plan.criteria]
    body, lines = Random(1).randbytes(BYTES - 8), [HEAD]
    for n in range(FILES):
        (folder / "佐证" / f"{n}.jpg").write_bytes(n.to_bytes(8, "big") + body)
        day = date(2025, 7, 1) + timedelta(n % 365)
        lines.append(PIECE.format(n=n, clause=clauses[n % len(clauses)], day=day))
    (folder / "bundle.toml").write_text("".join(lines), encoding="utf-8", newline="\n")
    return folder


def measure_ledger(folder: Path) -> Iterator[Result]:
    """A ledger loaded and scored, beside its cells alone."""
    import python_calamine as calamine

    plan = civscore.load_standard(STANDARD)
    ledger = folder / "台账.xlsx"
    content = filled(draw(plan, "x", "zh"), many_rows(plan), Random(1))
    ledger.write_bytes(content)

    def cells(_: Any) -> None:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    jobs = {"cells": Job(cells), "read": Job(lambda _: judged(ledger, plan, digests=True))}
    found = in_turns(jobs, turns=7)
    said = f"台账，逐件登记 {ROWS} 行"
    yield Result(f"calamine 取出全部单元格，{said}", f"{found['cells'].median * 1e3:.0f} ms")
    spent, ratio = found["read"].median, found["read"].ratio(found["cells"])
    what = f"读入并评定，{said}，不含导入库"
    yield Result(what, f"{spent:.2f} s", "calamine", ratio, f"{SECONDS} s", spent <= SECONDS)


def many_rows(plan: civscore.Plan) -> Any:
    """What a ledger says in which very many events are listed one by one."""
    fact: Any = plan.standard.facts["cases"]
    kinds = list(fact.classes)
    days = [date(2025, 7, 1) + timedelta(n % 365) for n in range(ROWS)]
    listed = [
        {"class": kinds[n % len(kinds)], "date": day, "title": f"第 {n} 件"}
        for n, day in enumerate(days)
    ]
    period = {"from": date(2025, 7, 1), "until": date(2026, 6, 30)}
    return {
        "bundle": {"as_of": date(2026, 6, 30)},
        "community": {"id": "many", "name": "示例"},
        "period": period,
        "facts": {"cases": listed},
        "evidence": [],
    }


if __name__ == "__main__":
    main()
