"""civscore template: an empty bundle to fill in, as a folder or a workbook; or a Word template."""

from pathlib import Path
from typing import Final

import click

from civscore.commands import DONE
from civscore.commands.new import refuse_existing
from civscore.sentences import Language, say

PARAMETERS: Final = ("STANDARD", "folder", "force")
USUAL: Final = "佐证"


def run(*, standard: str, folder: str, force: bool, language: Language) -> int:
    """Write a ledger, or a folder with a `bundle.toml` in which every fact is a comment."""
    from civscore.reports.writing import write_file
    from civscore.standard.shelf import load_standard

    place = Path(folder)
    ending = place.suffix.lower()
    if ending not in {"", ".xlsx", ".docx"}:
        zh = "“{f}”：空白佐证包写成文件夹（-o 文件夹名/）或台账（-o 台账.xlsx）"
        en = "“{f}”: an empty bundle is a folder, -o FOLDER/, or a ledger, -o LEDGER.xlsx"
        raise click.UsageError(say(zh, en, f=folder).text(language))
    target = place if ending else place / "bundle.toml"
    refuse_existing(target, force=force, language=language)
    if ending == ".docx":
        write_file(_word_template(standard, language), str(target))
        zh, en = "已写好 {f}，改好后用 --template {f}", "{f} is written; use it by --template {f}"
        click.echo(say(zh, en, f=target).text(language))
        return DONE
    plan = load_standard(standard)
    if ending:
        from civscore.starting.workbooks import draw

        made = draw(plan, place.stem, language)
    else:
        from civscore.starting.bundles import empty_bundle

        made = empty_bundle(plan, place.resolve().name, language).encode()
        (place / USUAL).mkdir(parents=True, exist_ok=True)
    write_file(made, str(target))
    zh = "已写好 {f}，佐证文件放在旁边的“{d}”里"
    en = "{f} is written; evidence goes into “{d}” beside it"
    click.echo(say(zh, en, f=target, d=USUAL).text(language))
    return DONE


def _word_template(name: str, language: Language) -> bytes:
    """A template that comes along.

    Raises:
        click.UsageError: if none of that name does.
    """
    from civscore.reports.files.docx import SHIPPED, template_of

    if name not in SHIPPED:
        zh, en = "没有名为“{n}”的 Word 模板，有：{k}", "no Word template “{n}”; there are {k}"
        raise click.UsageError(say(zh, en, n=name, k=tuple(SHIPPED)).text(language))
    content, _ = template_of(name, language)
    return content
