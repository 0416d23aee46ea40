"""What one community costs: start, scoring, the whole assessment, memory, and a text of faults.

    python benchmarks/one_community.py

prints each result as it comes and writes the table into docs/performance.md. Nothing is asserted:
how long something takes depends on the machine, so every time stands beside that of a peer in the
same run.
"""

import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import tomli

import civscore
from civscore.exact import INTEGERS
from civscore.reports.formats import json, text
from civscore.scoring import points
from civscore.values import replaced

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from faulty_text import (  # noqa: E402
    FAULTS_IN_BLOCK,
    OF_FORM,
    OF_MEANING,
    faulty_text,
    partly_faulty_text,
)
from measuring import (  # noqa: E402
    Job,
    Result,
    civscore_command,
    in_turns,
    peak_megabytes,
    process,
    python,
    run,
    write_table,
)
from oracle import all_criteria  # noqa: E402
from oracle import score as score_in_fractions  # noqa: E402

STANDARD: Final = "civilized-community"
EDITION: Final = "2026"
LINES, FAULTS = 5000, 500
FIXTURES: Final = ROOT / "fixtures" / STANDARD
COMPLETE, OPEN = FIXTURES / "example-biaobing", FIXTURES / "wenmiaoping"
BARE: Final = python("pass")
LOADED: Final = """
import contextlib, io, sys
from civscore.cli import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main(sys.argv[1:])
print(*sys.modules)
"""
VERDICTS: Final = {
    "admitted": points.ADMITTED, "unproven": points.UNPROVEN, "zero": points.REFUSED,
}  # fmt: skip
UNWANTED: Final = ("pandas", "numpy", "pydantic")
UNIT, PIECES = 50, 100  # criteria and pieces the limits are for
MEGABYTE: Final = 10**6


def main() -> None:
    """Measure everything, print it, and write it down."""
    measures = (measure_start, measure_scoring, measure_faults, measure_memory)
    write_table("", (measure() for measure in measures))


def score_command(bundle: Path) -> tuple[str, ...]:
    """The command that scores a community and prints the report."""
    return civscore_command(), "score", STANDARD, str(bundle)


# --- start ---------------------------------------------------------------------------------------


def measure_start() -> Iterator[Result]:
    """`civscore score` from the start of the process to the printed text, beside bare Python."""
    imports = ("tomli", "click", "click, tomli", "civscore", "civscore.cli")
    jobs = {"bare": process(*BARE)}
    jobs |= {f"import {names}": process(*python(f"import {names}")) for names in imports}
    jobs |= {one.name: process(*score_command(one)) for one in (OPEN, COMPLETE)}
    found = in_turns(jobs, turns=31)
    bare = found["bare"]
    yield Result("裸解释器 `python -c pass`", f"{bare.median * 1e3:.1f} ms")
    for name, times in found.items():
        ratio, is_score = times.ratio(bare), name in {OPEN.name, COMPLETE.name}
        if name != "bare":
            what = f"`civscore score`，{name}" if is_score else f"`{name}`"
            limit, kept = ("裸解释器的 12 倍", ratio <= 12) if is_score else ("", None)  # noqa: PLR2004
            yield Result(what, f"{times.median * 1e3:.1f} ms", "裸解释器", ratio, limit, kept)
    loaded = loaded_by_score()
    unwanted = [name for name in UNWANTED if name in loaded]
    said = "、".join(unwanted) or f"未导入，共 {len(loaded)} 个模块"
    what = f"`civscore score` 是否导入 {'、'.join(UNWANTED)}"
    yield Result(what, said, limit="一概不导入", is_kept=not unwanted)


def loaded_by_score() -> list[str]:
    """The modules that scoring imports."""
    return run(python(LOADED, *score_command(COMPLETE)[1:])).stdout.split()


# --- scoring, assessing, rendering ---------------------------------------------------------------


def measure_scoring() -> Iterator[Result]:
    """Integers alone, the whole assessment, and rendering, beside exact fractions."""
    plan = civscore.load_standard(STANDARD)
    complete, unknown = (civscore.load_bundle(one, plan) for one in (COMPLETE, OPEN))
    hundred = replaced(complete, pieces=complete.pieces[:PIECES])
    fresh = partial(civscore.assess, plan, complete)
    found = in_turns(
        {
            "fractions": Job(fraction_scoring(COMPLETE)),
            "complete": Job(integer_scoring(plan, complete), times=20),
            "unknown": Job(integer_scoring(plan, unknown), times=20),
            "whole": Job(lambda _: civscore.assess(plan, hundred), times=5),
            "unread": Job(lambda _: civscore.assess(plan, unknown), times=5),
            "text": Job(text.render, fresh, times=2),
            "json": Job(json.render, fresh, times=2),
        },
        turns=101,
    )
    number, peer = len(plan.criteria), found.pop("fractions")
    share = UNIT / number
    yield Result(
        f"分数计分（对照），{number} 条，按每 50 条计", f"{peer.median * share * 1e3:.2f} ms"
    )
    for name, said in (("complete", "数据齐全"), ("unknown", "多数未填")):
        spent = found[name].median * share * 1e6
        what, ratio = f"整数计分，{said}，按每 50 条计", found[name].ratio(peer)
        yield Result(what, f"{spent:.0f} µs", "分数计分", ratio, "100 µs", spent <= 100)  # noqa: PLR2004
    for name, count in (("whole", PIECES), ("unread", len(unknown.pieces))):
        spent = found[name].median * 1e3
        what, ratio = f"`assess` 全程，{count} 件佐证，不取理由", found[name].ratio(peer)
        yield Result(what, f"{spent:.2f} ms", "分数计分", ratio, "2 ms", spent <= 2)  # noqa: PLR2004
    for name, said in (("text", "文本"), ("json", "JSON")):
        what, ratio = f"另加写出全部理由，{said}", found[name].ratio(peer)
        yield Result(what, f"{found[name].median * 1e3:.1f} ms", "分数计分", ratio)


def integer_scoring(plan: civscore.Plan, bundle: civscore.Bundle) -> Any:
    """The scoring of one row, evidence admitted beforehand."""
    judged = civscore.assess(plan, bundle)
    shown = [VERDICTS[one.admission.state] for one in judged.criteria]
    low, high = judged.row.low, judged.row.high
    return lambda _: points.score(plan, INTEGERS, low, high, shown)


def fraction_scoring(folder: Path) -> Any:
    """The same criteria, scored in exact fractions from the same texts."""
    edition = ROOT / "standards" / STANDARD / f"{EDITION}.toml"
    standard, bundle = (
        tomli.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        for file in (edition, folder / "bundle.toml")
    )
    for criterion in all_criteria(standard):
        conditions = criterion.get("checklist", {}).get("of")
        if isinstance(conditions, list):  # titles are for reports
            conditions[:] = [one["when"] if isinstance(one, dict) else one for one in conditions]
    day, period = bundle["bundle"]["as_of"], bundle.get("period")
    return lambda _: score_in_fractions(standard, bundle["facts"], {}, day, period)


# --- faults and memory ---------------------------------------------------------------------------


def measure_faults() -> Iterator[Result]:
    """`civscore check` on faulty texts, beside bare Python with tomli reading them."""
    text = partly_faulty_text(LINES, FAULTS)
    yield check_faults(text, f"{text.count(chr(10))} 行，写入 {FAULTS} 余处", limit=3)
    kinds = {"写法错误": (OF_FORM,), "含义错误": (OF_MEANING,), "两种错误": (OF_FORM, OF_MEANING)}
    for said, blocks in kinds.items():
        text, number = faulty_text(blocks, MEGABYTE)
        yield check_faults(text, f"1 MB {said}，写入 {number * FAULTS_IN_BLOCK} 处", limit=2)


def check_faults(written: str, said: str, *, limit: int) -> Result:
    """The time `civscore check` takes for a text, and how many lines it reports."""
    parse = "import sys, tomli; tomli.load(open(sys.argv[1], 'rb'))"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "standard.toml"
        file.write_text(written, encoding="utf-8", newline="\n")
        check = civscore_command(), "check", str(file)
        lines = run(check).stderr.count("\n")
        jobs = {"parse": process(*python(parse, str(file))), "check": process(*check)}
        found = in_turns(jobs, turns=5)
    spent, ratio = found["check"].median, found["check"].ratio(found["parse"])
    what = f"`civscore check`，{said}，报出 {lines} 处"
    return Result(what, f"{spent:.2f} s", "tomli 解析", ratio, f"{limit} s", spent <= limit)


def measure_memory() -> Iterator[Result]:
    """The most memory of `civscore score`, beside bare Python's."""
    bare = peak_megabytes(BARE)
    yield Result("裸解释器，内存峰值", f"{bare:.1f} MB")
    for bundle in (OPEN, COMPLETE):
        peak = peak_megabytes(score_command(bundle))
        what = f"`civscore score`，{bundle.name}，内存峰值"
        yield Result(what, f"{peak:.1f} MB", "裸解释器", peak / bare, "80 MB", peak < 80)  # noqa: PLR2004


if __name__ == "__main__":
    main()
