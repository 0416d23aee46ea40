"""The command line's options and help, in both languages."""

import os
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

import click

from civscore.sentences import Language

Told = Callable[[str], str]

_HELP: Final = {
    "main": (
        "按文明社区类测评标准给社区计分，逐条说明已得、待证、已失，报告与各等级的差距。",
        "Score a community against a declared standard: earned, unproven, lost; and every gap.",
    ),
    "list": ("列出内置标准。", "List the bundled standards."),
    "check": ("检查标准和佐证包，一次列出全部问题。", "Check standards and bundles."),
    "score": ("给一个社区计分。", "Score one community."),
    "gaps": ("列出与各等级的差距和每一步可得的分。", "What separates a community from each tier."),
    "plan": (
        "达到一个等级工作量最小的方案：要做哪些事，先后次序，另外几种办法。",
        "The way to a tier with the least effort: what to do, in order, and other ways.",
    ),
    "goal": ("要达到的等级。", "The tier to be reached."),
    "budget": ("工作量最多多少。", "The most effort there is."),
    "by": ("最晚到哪一天；要等到更晚的不采用。", "The last day; nothing is waited for any longer."),
    "cost": ("各种步骤的工作量（TOML）。", "Efforts of steps (TOML)."),
    "robustness": (
        "结论稳不稳：哪种取舍、权重变动多少、少了或补上哪一件佐证，等级就会改变。",
        "How firm a verdict is: which rounding, weight or single piece would change the tier.",
    ),
    "firm": (
        "网页里加一段结论稳不稳，权重按这个幅度变动，如 10%。",
        "Say in the page how firm the verdict is, weights within this band, such as 10%.",
    ),
    "band": ("权重变动的幅度，缺省 10%。", "The band of weights; 10% if not given."),
    "diff": ("用文字说明两个版本的差别，和对一个社区的影响。", "Two editions compared, in words."),
    "compare": (
        "复查：同一个社区前后两份结果（score --format json），预计与实得，销号、退步和新出现的。",
        "Two results of a community: gains foretold and realised, what closed, slipped, is new.",
    ),
    "batch": (
        "评定许多社区：一张表（CSV、XLSX 或 Parquet，一行一个）或一个佐证包文件夹，写成一张表。",
        "Many communities, from a table (CSV, XLSX, Parquet) or a folder of bundles, to a table.",
    ),
    "criteria": ("再写出每一条的得分。", "The points of every criterion, too."),
    "cohort": (
        "许多社区的汇总：等级分布、最弱的条款、缺得最多的、只差一步的、权重的影响、反常之处。",
        "Many communities in short: tiers, what is weak, missing or odd, what moves the ranking.",
    ),
    "sway": (
        "看权重的影响时，每个项目的权重上下变动几成，缺省 10%。",
        "By what share the weight of each section is moved; 10% if not given.",
    ),
    "of_cohort": ("一张表或一个佐证包文件夹：谁的等级会变。", "Whose tier changes in a cohort."),
    "league": ("再写一张名次表（.csv、.xlsx、.parquet）。", "Write a league table, too."),
    "jobs": ("评定文件夹用几个进程。", "Processes that judge a folder."),
    "dask": ("交给这个地址的 Dask 评一张表。", "Have a table judged by the Dask at this address."),
    "below": (
        "下级单位的标准和表（或佐证包文件夹）：要看下级达标几个的，先评它们。",
        "Standard and table of the units below, where these are looked at: they are judged first.",
    ),
    "before": (
        "上期的表：序列数据项以前各期的数，本期的表没有写的，从这里取。",
        "Last cycle's table: earlier periods of series that this one leaves blank.",
    ),
    "report": (
        "写出一份可存档的测评报告：网页（.html）、工作簿（.xlsx）、Word（.docx）或 PDF。",
        "The assessment as a document to file: a page, a workbook, a Word document, a PDF.",
    ),
    "paper": (
        "Word 模板：测评报告（缺省）、整改通知书，或自己的 .docx 文件。",
        "The Word template: 测评报告 (if not given), 整改通知书, or a .docx file of your own.",
    ),
    "document": ("写到这个文件，种类看后缀。", "The file to write; its ending says what kind."),
    "explain": (
        "说明一种计分方式、数据项、诊断、键或标准。",
        "Explain a mechanism, fact, fault, key or standard.",
    ),
    "schema": (
        "输出标准、补充规定、佐证包等的 JSON Schema，编辑器据此补全和检查。",
        "JSON Schema of a text, by which an editor completes and checks.",
    ),
    "format": ("输出格式。", "Output format."),
    "as_of": ("评定基准日，缺省用佐证包所写。", "The day judged from; else the bundle's own."),
    "bundle": ("按两个版本各评一次的佐证包。", "A bundle to be judged by both."),
    "lang": ("语言。", "Language."),
    "output": ("写入文件，整体替换。", "Write to a file, replaced whole."),
    "require": ("未达到该等级时以状态 3 退出。", "Exit with status 3 unless this tier is reached."),
    "tier": ("只看这一个等级。", "Only this tier."),
    "standard": ("佐证包没有写标准时用它。", "For bundles that name no standard."),
    "tests": (
        "运行标准旁边的测试，列出每个界点两侧的得分和覆盖情况。",
        "Run the tests beside a standard; list what is given around every edge, and coverage.",
    ),
    "tables": ("--tests 的输出格式。", "Output format of --tests."),
    "seal": (
        "封存佐证包：写成 BagIt 包（文件夹或 ZIP），以后改动一个字节都查得出。",
        "Seal a bundle: a BagIt bag, folder or zip, that shows every later change.",
    ),
    "verify": (
        "核对封存的佐证包，或把一份评定结果重算一遍，说出哪里不同。",
        "Verify a sealed bundle, or work out a result again, and say what differs.",
    ),
    "bag": ("写成这个文件夹或 .zip 文件。", "The folder or .zip file to write."),
    "key": (
        "Ed25519 密钥（PEM）：封存时用私钥签名，核对时用公钥认是谁签的。",
        "Ed25519 key in PEM: the private one signs, the public one says who should have signed.",
    ),
    "date": ("封存日期，缺省今天。", "The day it is sealed; today if not given."),
    "by_standard": (
        "按它重算，缺省用结果里所写的标准。",
        "Work out by it; else by the one the result names.",
    ),
    "of_bundle": (
        "用它重算，缺省在结果旁边找同一个社区的佐证包。",
        "Work out with it; else with the community's bundle beside the result.",
    ),
    "new": (
        "新起一个标准：写出一份能直接用、带说明的 TOML。不写选项时逐项询问。",
        "Start a standard: a sound TOML file with comments that teach; asks if no option is given.",
    ),
    "template": (
        "写出空白佐证包供填报：一个文件夹，或一份台账（.xlsx）；或 Word 模板（.docx）供修改。",
        "Write an empty bundle: a folder, or a ledger (.xlsx); or a Word template to edit (.docx).",
    ),
    "sample": (
        "按公布的种子从抽样框抽取点位、楼道、住户，谁都可以重做和核对；写出抽样表供填写。",
        "Draw sites and households from the frames by a seed; anybody can repeat and check it.",
    ),
    "reconcile": (
        "核对几家的评分：哪里不一致、差多少，一致程度，自评高出多少。",
        "Scores of several assessors compared: where they differ, how far they agree.",
    ),
    "seed": (
        "种子：公布抽样框摘要以后产生的文字。不写时只列抽样框的摘要。",
        "A text that was found after the digests were made public; else only these are shown.",
    ),
    "form": ("写出抽样表（.xlsx 或 .csv）。", "Write the form to fill in (.xlsx or .csv)."),
    "title": ("标准的名称。", "Title of the standard."),
    "issuer": ("由谁发布。", "Who issues it."),
    "full": ("满分，缺省 100。", "Full points, 100 if not given."),
    "sections": ("项目的个数，或用逗号隔开的名称。", "Number of sections, or their names."),
    "tiers": ("等级和分数线，由低到高，可写多次。", "A tier and its total, rising; repeatable."),
    "decimals": ("取几位小数。", "Decimals points are rounded to."),
    "bonus": ("设加分项，最多计多少分。", "Have bonus, counting at most so many points."),
    "zip_files": ("压缩包里最多几个文件，缺省 10000。", "Most files in a zip; 10000 if not given."),
    "zip_size": ("压缩包解开后最多几兆字节，缺省 2000。", "Most MB a zip unpacks to; 2000."),
    "zip_ratio": ("压缩包解开后最多变大几倍，缺省 100。", "Most times a zip grows; 100."),
    "settings": ("假设某个数据项是这个值，可写多次。", "Suppose a fact to be so; repeatable."),
    "view": (
        "给谁看：inspector 考评用，全文；public 公示用，不含说明、评语、佐证明细。",
        "For whom: inspector, all of it; public, without notes, remarks and evidence.",
    ),
    "force": ("覆盖已有的文件。", "Overwrite what is there."),
    "folder": ("写到这个文件夹、.xlsx 或 .docx 文件。", "The folder, .xlsx or .docx to write."),
    "help": ("显示帮助后退出。", "Show this message and exit."),
    "version": ("显示版本后退出。", "Show the version and exit."),
}  # fmt: skip


def language_of(arguments: list[str]) -> Language:
    """The language asked for anywhere on the line, else by CIVSCORE_LANG, else Chinese."""
    chosen = os.environ.get("CIVSCORE_LANG", "zh")
    for first, second in pairwise([*arguments, ""]):
        if first == "--lang":
            chosen = second
        elif first.startswith("--lang="):
            chosen = first.removeprefix("--lang=")
    return "en" if chosen == "en" else "zh"


_OPTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "tests": {"names": ["--tests"], "is_flag": True},
    "tables": {"names": ["--format", "form"], "type": click.Choice(["text", "json"])},
    "tiers": {"names": ["--tier", "tiers"], "multiple": True, "metavar": "NAME=POINTS"},
    "decimals": {"names": ["--decimals"], "type": click.IntRange(0, 6), "default": 2},
    "folder": {
        "names": ["--output", "-o", "folder"],
        "required": True,
        "metavar": "FOLDER|FILE.xlsx|docx",
    },
    "goal": {"names": ["--tier"], "required": True, "metavar": "TIER"},
    "by": {"names": ["--by"], "type": click.DateTime(["%Y-%m-%d"]), "metavar": "DATE"},
    "cost": {"names": ["--cost"], "metavar": "FILE.toml"},
    "band": {"names": ["--band"], "metavar": "N%"},
    "firm": {"names": ["--band", "firm"], "metavar": "N%"},
    "budget": {"names": ["--budget"], "metavar": "N"},
    "criteria": {"names": ["--criteria"], "is_flag": True},
    "sway": {"names": ["--band", "sway"], "default": "10%", "metavar": "N%"},
    "of_cohort": {"names": ["--cohort", "of_cohort"], "metavar": "TABLE"},
    "league": {"names": ["--league"], "metavar": "FILE"},
    "dask": {"names": ["--dask"], "metavar": "ADDRESS"},
    "jobs": {"names": ["--jobs"], "type": click.IntRange(1), "metavar": "N"},
    "below": {"names": ["--below"], "nargs": 2, "metavar": "STANDARD TABLE"},
    "before": {"names": ["--before"], "metavar": "TABLE.csv"},
    "document": {
        "names": ["--output", "-o", "document"],
        "required": True,
        "metavar": "FILE.html|xlsx|docx|pdf",
    },
    "paper": {"names": ["--template", "paper"], "metavar": "NAME|FILE.docx"},
    "seed": {"names": ["--seed"], "metavar": "TEXT"},
    "form": {"names": ["--output", "-o", "form"], "metavar": "FILE.xlsx|FILE.csv"},
    "view": {
        "names": ["--view"],
        "type": click.Choice(["public", "inspector"]),
        "default": "inspector",
        "show_default": True,
    },
    "bag": {"names": ["--output", "-o", "bag"], "required": True, "metavar": "FOLDER|FILE.zip"},
    "key": {"names": ["--key"], "metavar": "KEY.pem"},
    "date": {"names": ["--date"], "type": click.DateTime(["%Y-%m-%d"]), "metavar": "DATE"},
    "by_standard": {"names": ["--standard"], "metavar": "STANDARD"},
    "of_bundle": {"names": ["--bundle"], "metavar": "BUNDLE"},
    "settings": {"names": ["--set", "settings"], "multiple": True, "metavar": "FACT=VALUE"},
    "force": {"names": ["--force"], "is_flag": True},
    **{
        f"zip_{key}": {"names": [f"--zip-{key}", field], "type": click.IntRange(1), "metavar": "N"}
        for key, field in (("files", "files"), ("size", "megabytes"), ("ratio", "ratio"))
    },
}
"""Options that are more than a text under their own name."""


_ROOMS: Final = {
    "format": ("formats", "markdown"),
    "cohort_format": ("cohorts", "markdown"),
    "diff_format": ("differences", "markdown"),
    "scores_format": ("agreements", "csv"),
    "recheck_format": ("rechecks", "markdown"),
    "verdict_format": ("verdicts", "markdown"),
}
"""Options of a format, each with the room of its formats and the last of them."""


_SHOWN: Final = {
    "SEALED": "BUNDLE|RESULT.json",
    "BEFORE": "BEFORE.json",
    "AFTER": "AFTER.json",
}
"""Arguments that are shown otherwise than by their name."""


def told_in(language: Language) -> Told:
    """The help of a command or option in a language."""
    place = 0 if language == "zh" else 1
    return lambda name: _HELP[name][place]


def parameter(name: str, told: Told) -> click.Parameter:
    """An argument (in capitals) or option by its name."""
    match name:
        case (
            "STANDARD" | "BUNDLE" | "TABLE" | "NAME" | "OLD" | "NEW" | "SEALED" | "BEFORE" | "AFTER"
        ):
            shown = _SHOWN.get(name, name)
            return click.Argument([name.lower()], metavar=shown)
        case "KIND":
            texts = ["standard", "supplement", "tests", "bundle", "costs"]
            return click.Argument(["kind"], type=click.Choice(texts), metavar="|".join(texts))
        case "PATHS":
            return click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…")
        case str() if name in _ROOMS:
            room, last = _ROOMS[name]
            return click.Option(
                ["--format", "form"], type=_Format(f"civscore.reports.{room}"), default="text",
                show_default=True, help=told("format"), metavar=f"text|json|{last}",
            )  # fmt: skip
        case "as_of":
            kind = click.DateTime(["%Y-%m-%d"])
            return click.Option(["--as-of"], type=kind, help=told(name), metavar="DATE")
        case "lang":
            kinds = click.Choice(["zh", "en"])
            return click.Option(["--lang"], type=kinds, help=told(name), expose_value=False)
        case "output":
            return click.Option(["--output", "-o"], help=told(name), metavar="FILE")
        case "ID":
            return click.Argument(["name"], metavar=name)
        case _:
            plain = {"names": [f"--{name}"], "metavar": name.upper()}
            given = dict(_OPTIONS.get(name, plain))
            return click.Option(given.pop("names"), help=told(name), **given)


class _Format(click.ParamType[str]):
    """A report format, by the name of its module."""

    name = "format"

    def __init__(self, room: str) -> None:
        self.room = room

    def convert(self, value: str, param: Any, ctx: Any) -> str:
        from civscore.standard.kinds import names_in

        return click.Choice(names_in(self.room)).convert(value, param, ctx)
