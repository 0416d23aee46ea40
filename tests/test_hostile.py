"""Whatever a file holds: no traceback, no hang, little memory, nothing written elsewhere."""

from collections.abc import Iterator
from typing import Final

import pytest
from bombs import BOMBS, SOUND, Made, Worker
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One for all tests."""
    with Worker(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.mark.parametrize("reader", SOUND)
def test_what_is_sound_is_within_the_limits(reader: str, worker: Worker) -> None:
    worker.read(reader, SOUND[reader]())


@pytest.mark.parametrize(
    ("reader", "make"), [(reader, make) for reader, _, make in BOMBS],
    ids=[f"{reader}-{name}" for reader, name, _ in BOMBS],
)  # fmt: skip
def test_a_bomb_is_within_the_limits(reader: str, make: Made, worker: Worker) -> None:
    worker.read(reader, make())


# --- chance ---------------------------------------------------------------------------------------

_PIECES: Final = [b"\0", b"\xff", b"[", b"{", b'"', b"=", b"../", b"9" * 30, b"\n", "，".encode()]


@settings(
    max_examples=24, deadline=None, database=None, derandomize=True,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(data=st.data(), reader=st.sampled_from(sorted(SOUND)))
def test_whatever_is_changed_is_within_the_limits(
    data: st.DataObject, reader: str, worker: Worker
) -> None:
    content = SOUND[reader]()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        piece = data.draw(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=4)))
        content = content[:at] + piece + content[at + data.draw(st.integers(0, 8)) :]
    worker.read(reader, content)
