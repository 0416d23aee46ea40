"""civscore template: an empty bundle to fill in, as a folder."""

from pathlib import Path
from typing import Final

import click

from civscore.commands import DONE
from civscore.commands.new import refuse_existing
from civscore.sentences import Language, say

PARAMETERS: Final = ("STANDARD", "folder", "force")


def run(*, standard: str, folder: str, force: bool, language: Language) -> int:
    """Write a folder with a `bundle.toml` in which every fact is a comment."""
    from civscore.reports.writing import write_product
    from civscore.standard.shelf import load_standard
    from civscore.starting.bundles import empty_bundle

    place = Path(folder)
    if place.suffix:
        zh = "“{f}”像是文件；空白佐证包目前只能写成文件夹，请写 -o 文件夹名/"
        en = "“{f}” looks like a file; an empty bundle is written as a folder, -o FOLDER/"
        raise click.UsageError(say(zh, en, f=folder).text(language))
    target = place / "bundle.toml"
    refuse_existing(target, force=force, language=language)
    text = empty_bundle(load_standard(standard), place.resolve().name, language)
    (place / "佐证").mkdir(parents=True, exist_ok=True)
    write_product(text, str(target))
    zh, en = "已写好 {f}，佐证文件放在旁边的“佐证”里", "{f} is written; evidence goes beside it"
    click.echo(say(zh, en, f=target).text(language))
    return DONE
