"""civscore template: an empty bundle to fill in, as a folder or as a workbook."""

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
    if ending not in {"", ".xlsx"}:
        zh = "“{f}”：空白佐证包写成文件夹（-o 文件夹名/）或台账（-o 台账.xlsx）"
        en = "“{f}”: an empty bundle is a folder, -o FOLDER/, or a ledger, -o LEDGER.xlsx"
        raise click.UsageError(say(zh, en, f=folder).text(language))
    target = place if ending else place / "bundle.toml"
    refuse_existing(target, force=force, language=language)
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
