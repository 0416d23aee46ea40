"""The command line's options and help, in both languages."""

from collections.abc import Callable
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
    "explain": ("说明一种计分方式、数据项、诊断或键。", "Explain a mechanism, fact, fault or key."),
    "format": ("输出格式。", "Output format."),
    "as_of": ("评定基准日，缺省用佐证包所写。", "The day judged from; else the bundle's own."),
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
    "help": ("显示帮助后退出。", "Show this message and exit."),
    "version": ("显示版本后退出。", "Show the version and exit."),
}  # fmt: skip


def told_in(language: Language) -> Told:
    """The help of a command or option in a language."""
    place = 0 if language == "zh" else 1
    return lambda name: _HELP[name][place]


def parameter(name: str, told: Told) -> click.Parameter:
    """An argument (in capitals) or option by its name."""
    match name:
        case "STANDARD" | "BUNDLE" | "NAME":
            return click.Argument([name.lower()], metavar=name)
        case "PATHS":
            return click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…")
        case "format":
            return click.Option(
                ["--format", "form"], type=_Format(), default="text",
                show_default=True, help=told(name), metavar="text|json|markdown",
            )  # fmt: skip
        case "tests":
            return click.Option(["--tests"], is_flag=True, help=told(name))
        case "tables":
            forms = click.Choice(["text", "json"])
            return click.Option(["--format", "form"], type=forms, help=told(name))
        case "as_of":
            kind = click.DateTime(["%Y-%m-%d"])
            return click.Option(["--as-of"], type=kind, help=told(name), metavar="DATE")
        case "lang":
            kinds = click.Choice(["zh", "en"])
            return click.Option(["--lang"], type=kinds, help=told(name), expose_value=False)
        case "output":
            return click.Option(["--output", "-o"], help=told(name), metavar="FILE")
        case _:
            return click.Option([f"--{name}"], help=told(name), metavar=name.upper())


class _Format(click.ParamType[str]):
    """A report format, by the name of its module."""

    name = "format"

    def convert(self, value: str, param: Any, ctx: Any) -> str:
        from civscore.reports import formats
        from civscore.standard.kinds import names_in

        return click.Choice(names_in(formats.ROOM)).convert(value, param, ctx)
