"""civscore seal: a bundle put into a bag that shows every later change."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from civscore.commands import DONE, LIMITS, show
from civscore.commands.assessing import current_day, limits_of
from civscore.commands.new import refuse_existing
from civscore.commands.watching import watching
from civscore.sentences import Language, say
from civscore.standard.document import Document, is_folder

PARAMETERS: Final = ("BUNDLE", "bag", "key", "date", "force", *LIMITS)


def run(
    *,
    bundle: str,
    bag: str,
    key: str | None,
    date: datetime | None,
    force: bool,
    language: Language,
    **limits: int | None,
) -> int:
    """Write the bag, and say the digest that stands for the whole."""
    from civscore.evidence.readers import ending, open_bundle
    from civscore.sealing.packing import contents, seal
    from civscore.sealing.signing import Signer

    path, target = Path(bundle), Path(bag)
    _check_target(target, path, force=force, language=language)
    document = open_bundle(path, limits_of(limits))
    _check_community(document)
    names = contents(document, is_whole=is_folder(path) or ending(path.name) == "zip")
    show(document.diagnostics, language)
    signer = None if key is None else Signer(key)
    day = current_day() if date is None else date.date()
    watch: Any = watching(language, say("封存", "sealing"))
    sealed = seal(document, names, target, day, signer, watch)
    zh, en = "已封存 {f}：{n} 个文件，{size} 字节", "sealed {f}: {n} files, {size} bytes"
    click.echo(say(zh, en, f=bag, n=sealed.files, size=sealed.size).text(language))
    click.echo(say("封存摘要 {d}", "digest of the seal {d}", d=sealed.sha256).text(language))
    if sealed.signed_by:
        click.echo(say("签名公钥 {k}", "signed by {k}", k=sealed.signed_by).text(language))
    return DONE


def _check_target(target: Path, bundle: Path, *, force: bool, language: Language) -> None:
    """A bag stands beside its bundle, and replaces nothing but another bag.

    Raises:
        click.UsageError: if it would not.
    """
    refuse_existing(target, force=force, language=language)
    is_archive = target.suffix.lower() == ".zip"
    if target.exists() and not is_archive and not (target / "bagit.txt").is_file():
        zh, en = "{f} 不是封存包，不能覆盖", "{f} is no bag and is not overwritten"
        raise click.UsageError(say(zh, en, f=target).text(language))
    if is_folder(bundle) and target.resolve().is_relative_to(bundle.resolve()):
        zh, en = "{f} 在佐证包里面，请写到别处", "{f} lies inside the bundle: write it elsewhere"
        raise click.UsageError(say(zh, en, f=target).text(language))


def _check_community(document: Document) -> None:
    """Only a bundle is sealed.

    Raises:
        Faulty: if it is none.
    """
    from civscore.commands.checking import NEITHER
    from civscore.diagnostics import Diagnostic, Faulty, Location

    if not isinstance(document.data.get("community"), dict):
        raise Faulty([Diagnostic(NEITHER, Location(document.file, 1, 1))])
