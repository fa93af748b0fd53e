"""The environment of the peers: `.bench`, made on demand from scripts/peers.lock and nothing else.

The project itself needs none of it, so that no peer is ever among its own dependencies.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from pathlib import Path

import _bootstrap
import _lock

PINNED = ("fal-client==1.0.3", "lumaai==1.21.0", "openai==3.52.0", "replicate==1.0.7", "runwayml==5.24.0")
HEADER = "# Made by `scripts/bench --lock`: the libraries that scripts/bench measures beside. Do not edit.\n"


def lock_of(root: Path) -> Path:
    return root / "scripts" / "peers.lock"


def python(root: Path) -> Path | None:
    """Return the peers' Python; None where it is missing, or was made from another lock."""
    marker, found = marker_of(root), interpreter(root)
    is_made = marker.exists() and marker.read_text(encoding="utf-8") == stamp(root)
    return found if is_made and found.exists() else None


def make(root: Path) -> None:
    """Make `.bench` anew from its lock."""
    print("reelscore: making .bench from scripts/peers.lock", file=sys.stderr, flush=True)
    _bootstrap.python(Path(sys.executable), "-m", "venv", "--clear", str(root / ".bench"))
    _bootstrap.python(interpreter(root), *_bootstrap.PIP, "--no-deps", "--require-hashes", "-r", str(lock_of(root)))
    marker_of(root).write_text(stamp(root), encoding="utf-8")


def lock(root: Path) -> None:
    """Make scripts/peers.lock anew; what the project also needs, such as httpx, is of the project's version."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "peers.in"
        wanted.write_text("\n".join(PINNED) + "\n", encoding="utf-8")
        ours = f"--constraint={root / 'scripts' / 'requirements.lock'}"
        text = _lock.resolve(str(wanted), ours, near=Path(scratch) / "none")
    lock_of(root).write_text(HEADER + text, encoding="utf-8")


def pins(root: Path) -> dict[str, str]:
    """Return the versions of the lock, by distribution."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock_of(root).read_text(encoding="utf-8"), re.MULTILINE))


def interpreter(root: Path) -> Path:
    return root / ".bench" / _bootstrap.interpreter(root).relative_to(root / ".venv")


def marker_of(root: Path) -> Path:
    return root / ".bench" / "installed-peers.sha256"


def stamp(root: Path) -> str:
    return hashlib.sha256(lock_of(root).read_bytes()).hexdigest()
