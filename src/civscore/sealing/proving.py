"""A bag looked through: every file that was changed, taken away or put in since it was sealed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeAlias

from civscore.diagnostics import Diagnostic, Fault, Faulty, Location, fault
from civscore.evidence.attachments import Attachments, Beside, is_clutter
from civscore.evidence.packed import Packed
from civscore.evidence.readers import BAG, PAYLOAD, Limits, ending
from civscore.sealing import bags
from civscore.sealing.signing import is_signed
from civscore.standard.document import LARGEST, NOT_FOUND, is_file, is_folder
from civscore.values import Value

NOT_SEALED: Final = fault(
    "not-sealed",
    ("这不是封存的佐证包，也不是评定结果", "this is neither a sealed bundle nor a result"),
    (
        "封存用 civscore seal；评定结果是 score --format json 写出的 .json 文件",
        "civscore seal seals one; a result is the .json file that score --format json writes",
    ),
)
CHANGED: Final = fault(
    "sealed-changed",
    ("“{file}”封存以后被改过", "“{file}” was changed after it was sealed"),
    ("请用封存时的原件核对", "compare it with the original"),
)
MISSING: Final = fault(
    "sealed-missing",
    ("封存时有“{file}”，现在没有了", "“{file}” was sealed and is not there"),
    ("请找回原件", "find the original"),
)
ADDED: Final = fault(
    "sealed-added",
    ("“{file}”是封存以后放进来的", "“{file}” was put in after sealing"),
    ("请移走；确需补充的，补进原来的佐证包重新封存", "move it away, or seal the bundle anew"),
)
LIST_BROKEN: Final = fault(
    "seal-broken",
    ("封存清单这一行被改坏了", "this line of the list was damaged"),
    ("请用封存时的原件核对", "compare it with the original"),
)
REPACKED: Final = fault(
    "sealed-repacked",
    (
        "压缩包不是封存时写出的那一个：重新打包过，或者在文件之外被动过；里面的文件都没有改",
        "not the archive that was written; every file in it is as it was sealed",
    ),
    ("要紧的是文件的，解开成文件夹再核对", "if only the files matter, unpack it and verify that"),
)
UNSIGNED: Final = fault(
    "signature-missing",
    ("没有签名", "there is no signature"),
    ("请向封存的一方索取签了名的封存包", "ask whoever sealed it for the signed bag"),
)
WRONG_SIGNATURE: Final = fault(
    "signature-wrong",
    ("签名与封存的内容不符", "the signature does not fit what is sealed"),
    ("内容、签名或公钥被改过，不要采信", "content, signature or key was changed: trust none of it"),
)
OTHER_KEY: Final = fault(
    "signature-of-another",
    (
        "不是用这个密钥签的：包里写的公钥是 {found}，应为 {wanted}",
        "signed with another key: {found}, not {wanted}",
    ),
    ("请核对是谁封存的", "check who sealed it"),
)
Watch: TypeAlias = Callable[[tuple[str, ...]], Iterable[str]]


class Proof(Value):
    """What was found of a bag."""

    files: int
    sha256: str
    signed_by: str
    """The public key of a signature that fits, in hexadecimal; "" if there is none."""

    found: tuple[Diagnostic, ...]


def verify_bag(path: Path, limits: Limits, key: str = "", watch: Watch = iter) -> Proof:
    """Everything that is not as it was sealed; `key` is the public one it has to be signed with.

    Raises:
        Faulty: if there is no bag at that place, or it is signed and `cryptography` not installed.
    """
    files, place = _opened(path, limits), str(path)
    tags, in_tags = _read_list(files, bags.TAGS, place)
    payload, in_payload = _read_list(files, bags.MANIFEST, place)
    present = {bags.composed(one): one for one in files.everything() if not is_clutter(one)}
    inside = {name: one for name, one in present.items() if name.startswith(PAYLOAD)}
    own = {bags.TAGS, bags.SIGNATURE} | (set(bags.SIGNED) - set(tags) if in_tags else set())
    beside = {name: one for name, one in present.items() if name not in {*inside, *own}}
    found = [
        *in_tags,
        *in_payload,
        *_compared(files, tags, beside, place, iter),
        *_compared(files, payload, inside, place, watch),
    ]
    signer = bags.public_key_in(_content(files, bags.INFO))
    wrong = tuple(_signature(files, signer, key, place))
    if isinstance(files, Packed) and not (found or wrong) and not _is_as_written(files, path):
        found.append(Diagnostic(REPACKED, Location(place)))
    seal = sha256(_content(files, bags.TAGS)).hexdigest()
    return Proof(len(payload), seal, "" if wrong else signer, (*found, *wrong))


def _is_as_written(files: Attachments, path: Path) -> bool:
    """Whether an archive of ours is the one that was written; another's may be packed as it is."""
    from civscore.sealing.archives import is_as_written

    return bags.AGENT not in _content(files, bags.INFO) or is_as_written(path)


def _opened(path: Path, limits: Limits) -> Attachments:
    files: Attachments | None = None
    if is_folder(path):
        files = Beside(path)
    elif ending(path.name) == "zip":
        from civscore.evidence.readers.zip import members_of

        files, _, _ = members_of(path, str(path), limits)
    elif not is_file(path):
        raise Faulty([Diagnostic(NOT_FOUND, Location(str(path)))])
    if files is None or not files.has(BAG):
        raise Faulty([Diagnostic(NOT_SEALED, Location(str(path)))])
    return files


def _content(files: Attachments, name: str) -> bytes:
    """The bytes of a tag file; none where it cannot be read."""
    return files.head(name, LARGEST)


_SAID: Final = 100
"""Broken lines of a list that are said one by one."""


def _read_list(
    files: Attachments, name: str, place: str
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The digests on a list, and what is wrong with it."""
    if not files.has(name):
        return {}, [Diagnostic(MISSING, Location(f"{place}/{name}"), {"file": name})]
    digests, broken = bags.read_manifest(_content(files, name))
    return digests, [
        Diagnostic(LIST_BROKEN, Location(f"{place}/{name}", n, 1)) for n in broken[:_SAID]
    ]


def _compared(
    files: Attachments,
    listed: Mapping[str, str],
    present: Mapping[str, str],
    place: str,
    watch: Watch,
) -> Iterator[Diagnostic]:
    """Files that are listed, and those that are there, which are found by their composed names."""
    for name in watch(tuple(sorted(listed))):
        kind = _state(files, present.get(name, name), listed[name])
        if kind is not None:
            yield Diagnostic(kind, Location(f"{place}/{name}"), {"file": name})
    for name in sorted(present.keys() - listed.keys()):
        shown = name.encode("utf-8", "replace").decode()
        yield Diagnostic(ADDED, Location(f"{place}/{shown}"), {"file": shown})


def _state(files: Attachments, name: str, digest: str) -> Fault | None:
    try:
        return None if files.hold(name) and files.digest(name) == digest else CHANGED
    except OSError:
        return MISSING


def _signature(files: Attachments, signer: str, key: str, place: str) -> Iterator[Diagnostic]:
    """What is wrong with the signature a bag says it has, or that it has to have."""
    is_there = files.has(bags.SIGNATURE)
    where = Location(f"{place}/{bags.SIGNATURE}")
    if not is_there and (signer or key):
        yield Diagnostic(UNSIGNED, where)
    elif is_there:
        seal, signature = _content(files, bags.TAGS), _content(files, bags.SIGNATURE)
        if not (signer and is_signed(seal, signature, signer)):
            yield Diagnostic(WRONG_SIGNATURE, where)
        elif key and signer != key:
            yield Diagnostic(OTHER_KEY, where, {"found": signer, "wanted": key})
