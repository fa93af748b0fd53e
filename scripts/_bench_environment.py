"""The environment of the peers: `.bench`, made on demand from scripts/peers.lock and nothing else.

The project itself needs none of it, so that no peer is ever among its own dependencies.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import _bootstrap
import _lock

PINNED = ("fal-client==1.0.3", "lumaai==1.21.0", "openai==3.52.0", "replicate==1.0.7", "runwayml==5.24.0")
"""The versions that peers.md speaks of."""
HEADER = "# Made by `scripts/bench --lock`: the libraries that scripts/bench measures beside. Do not edit.\n"
OPTIONS = tuple(option for option in _lock.OPTIONS if not option.startswith("--extra="))


def lock_of(root: Path) -> Path:
    return root / "scripts" / "peers.lock"


def interpreter(root: Path, name: str = ".bench") -> Path:
    return root / name / _bootstrap.interpreter(root).relative_to(root / ".venv")


def python(root: Path) -> Path | None:
    """Return the peers' Python; None where it is missing, or was made from another lock."""
    marker = _marker(root)
    made = marker.exists() and marker.read_text(encoding="utf-8") == _stamp(root)
    return interpreter(root) if made and interpreter(root).exists() else None


def make(root: Path) -> None:
    """Make `.bench` anew from its lock."""
    print("reelscore: making .bench from scripts/peers.lock", file=sys.stderr, flush=True)
    _run(Path(sys.executable), "-m", "venv", "--clear", str(root / ".bench"))
    _run(interpreter(root), *_bootstrap.PIP, "--no-deps", "--require-hashes", "-r", str(lock_of(root)))
    _marker(root).write_text(_stamp(root), encoding="utf-8")


def lock(root: Path) -> None:
    """Make scripts/peers.lock anew; what the project also needs, such as httpx, is of the project's version."""
    with tempfile.TemporaryDirectory() as scratch:
        venv.create(Path(scratch) / "venv", with_pip=True)
        resolver, wanted = interpreter(Path(scratch), "venv"), Path(scratch) / "peers.in"
        wanted.write_text("\n".join(PINNED) + "\n", encoding="utf-8")
        _run(resolver, *_bootstrap.PIP, _lock.RESOLVER)
        ours = f"--constraint={root / 'scripts' / 'requirements.lock'}"
        made = wanted.with_name("peers.lock")
        compile_ = ("-m", "uv", "pip", "compile", str(wanted), *OPTIONS, *_lock.NO_ADDRESSES, ours)
        _run(resolver, *compile_, f"--output-file={made}")
        lock_of(root).write_text(HEADER + made.read_text(encoding="utf-8"), encoding="utf-8")


def pins(root: Path) -> dict[str, str]:
    """Return the versions of the lock, by distribution."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock_of(root).read_text(encoding="utf-8"), re.MULTILINE))


def _run(python: Path, *arguments: str) -> None:
    code = subprocess.run([str(python), *arguments], stdout=sys.stderr, check=False).returncode
    if code:
        raise SystemExit(f"exit {code}: {python} {' '.join(arguments)}")


def _marker(root: Path) -> Path:
    return root / ".bench" / "installed-peers.sha256"


def _stamp(root: Path) -> str:
    return hashlib.sha256(lock_of(root).read_bytes()).hexdigest()
