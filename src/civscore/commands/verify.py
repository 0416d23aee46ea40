"""civscore verify: whether a sealed bundle is as it was, or a result as it is worked out again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from civscore.commands import DONE, FAULTY, LIMITS, show
from civscore.commands.assessing import limits_of
from civscore.commands.watching import watching
from civscore.diagnostics import Diagnostic
from civscore.evidence.readers import Limits, is_bundle, open_bundle
from civscore.sentences import Language, say

PARAMETERS: Final = ("SEALED", "key", "by_standard", "of_bundle", *LIMITS)


def run(
    *,
    sealed: str,
    key: str | None,
    standard: str | None,
    bundle: str | None,
    language: Language,
    **limits: int | None,
) -> int:
    """Say everything that differs; nothing does if the status is 0."""
    path, bounds = Path(sealed), limits_of(limits)
    if path.suffix.lower() == ".json":
        return _told(_verify_result(path, standard, bundle, bounds, language), language)
    if standard or bundle:
        zh, en = "--standard 和 --bundle 只用于评定结果", "--standard and --bundle are for results"
        raise click.UsageError(say(zh, en).text(language))
    return _verify_bag(path, key, bounds, language)


def _told(found: Sequence[Diagnostic], language: Language) -> int:
    show(found, language)
    if found:
        return FAULTY
    click.echo(say("与重算的完全一致", "the same when it is worked out again").text(language))
    return DONE


def _verify_bag(path: Path, key: str | None, limits: Limits, language: Language) -> int:
    from civscore.sealing.proving import verify_bag
    from civscore.sealing.signing import public_key

    wanted = public_key(key) if key is not None else ""
    watch: Any = watching(language)
    proof = verify_bag(path, limits, wanted, watch)
    show(proof.found, language)
    if proof.found:
        return FAULTY
    zh, en = "{n} 个文件，与封存时完全一致", "{n} files, all as they were sealed"
    click.echo(say(zh, en, n=proof.files).text(language))
    click.echo(say("封存摘要 {d}", "digest of the seal {d}", d=proof.sha256).text(language))
    if proof.signed_by:
        zh, en = "签名有效，公钥 {k}", "the signature is valid, by {k}"
        click.echo(say(zh, en, k=proof.signed_by).text(language))
    return DONE


def _verify_result(
    path: Path, standard: str | None, bundle: str | None, limits: Limits, language: Language
) -> Sequence[Diagnostic]:
    from civscore.sealing.results import differences, read_result
    from civscore.standard.shelf import load_standard

    result = read_result(path)
    plan = load_standard(standard or result.standard, as_of=result.as_of)
    lying = Path(bundle) if bundle else _beside(result, limits)
    if lying is None:
        zh = "结果旁边没有找到这个社区的佐证包，请用 --bundle 写明"
        en = "no bundle of the community lies beside the result: name it with --bundle"
        raise click.UsageError(say(zh, en).text(language))
    return differences(result, plan, open_bundle(lying, limits), watching(language))


def _beside(result: Any, limits: Limits) -> Path | None:
    """The bundle a result is of, where it lies: that folder, or something in it.

    Of several of the community the one whose text is the same, of one the one.
    """
    from civscore.diagnostics import Faulty

    folder, community = Path(result.file).parent, result.data["community"]["id"]
    digests = {one["sha256"] for one in result.data["bundle"]["files"]}
    found: list[Path] = []
    for one in (folder, *sorted(folder.iterdir())):
        if is_bundle(one):
            try:
                document = open_bundle(one, limits)
            except Faulty:
                continue
            if document.sha256 in digests:
                return one
            head = document.data.get("community")
            found += [one] if isinstance(head, dict) and head.get("id") == community else []
    return found[0] if len(found) == 1 else None
