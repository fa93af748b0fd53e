"""The peers' environment comes from a lock alone, and is used only while it is of that lock."""

from __future__ import annotations

import re
from pathlib import Path

import _bench_environment as environment
import _bootstrap

LOCK = environment.lock_of(_bootstrap.ROOT)
PIN = re.compile(r"^([a-z0-9-]+)==([^ ;]+)", re.MULTILINE)


def fresh(root: Path) -> Path:
    """Lay out a peers' environment with nothing in it."""
    for path in (environment.lock_of(root), environment.interpreter(root)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a")
    environment.marker_of(root).write_text(environment.stamp(root))
    return root


def test_every_file_of_the_lock_has_a_hash_and_no_index_is_named() -> None:
    text = LOCK.read_text()
    pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

    assert [line for line in pinned if not re.match(r"[a-z0-9-]+==\S+ .*\\$", line)] == []
    assert len(re.findall(r"\\\n    --hash=sha256:[0-9a-f]{64}", text)) >= len(pinned)
    assert "://" not in text


def test_the_lock_holds_the_peers_in_the_versions_that_are_asked_for() -> None:
    pins = {f"{name}=={version}" for name, version in PIN.findall(LOCK.read_text())}

    assert set(environment.PINNED) <= pins
    assert environment.pins(_bootstrap.ROOT)["replicate"] == "1.0.7"


def test_peers_run_on_the_same_libraries_as_the_project() -> None:
    ours = dict(PIN.findall((_bootstrap.ROOT / "scripts" / "requirements.lock").read_text()))
    theirs = dict(PIN.findall(LOCK.read_text()))

    assert {name: theirs[name] for name in ours.keys() & theirs} == {name: ours[name] for name in ours.keys() & theirs}
    assert {"httpx", "httpcore", "openai"} <= ours.keys() & theirs


def test_an_environment_of_this_lock_is_used(tmp_path: Path) -> None:
    assert environment.python(fresh(tmp_path)) == environment.interpreter(tmp_path)


def test_an_environment_of_another_lock_is_as_good_as_none(tmp_path: Path) -> None:
    environment.lock_of(fresh(tmp_path)).write_text("b")

    assert environment.python(tmp_path) is None


def test_where_nothing_was_made_there_is_no_python_of_the_peers(tmp_path: Path) -> None:
    environment.lock_of(tmp_path).parent.mkdir()
    environment.lock_of(tmp_path).write_text("a")

    assert environment.python(tmp_path) is None
