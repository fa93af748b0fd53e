"""Make scripts/requirements.lock anew: every version and file hash for each system and Python that is supported.

The standard library is enough: the resolver is fetched into an environment of its own and thrown away.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

import _bootstrap

RESOLVER = "uv==0.13.8"
HEADER = "# Made by `scripts/lock` from pyproject.toml (extra dev). Do not edit.\n"
OPTIONS = ("--extra=dev", "--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--quiet")
NO_ADDRESSES = ("--no-header", "--no-emit-index-url", "--no-emit-find-links")


def main(arguments: Sequence[str] = ()) -> int:
    """Remake the lock; versions stay as they are unless ``--upgrade`` is given."""
    parser = argparse.ArgumentParser(prog="scripts/lock", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    upgrade = ["--upgrade"] if parser.parse_args(arguments).upgrade else []
    lock = _bootstrap.ROOT / "scripts" / "requirements.lock"
    with tempfile.TemporaryDirectory() as scratch:
        lock.write_text(HEADER + resolve(Path(scratch), lock, *upgrade), encoding="utf-8")
    print(f"{lock.relative_to(_bootstrap.ROOT)} is made; any script now brings .venv up to date")
    return 0


def resolve(scratch: Path, lock: Path, *options: str) -> str:
    """Return the text of a lock for pyproject.toml, near to the present *lock* where it fits."""
    venv.create(scratch / "venv", with_pip=True)
    resolver = str(scratch / "venv" / _bootstrap.interpreter(scratch).relative_to(scratch / ".venv"))
    subprocess.run([resolver, *_bootstrap.PIP, RESOLVER], check=True)
    made = scratch / "requirements.lock"
    if lock.exists():
        shutil.copy(lock, made)
    compile_ = [resolver, "-m", "uv", "pip", "compile", "pyproject.toml", *OPTIONS, *NO_ADDRESSES, *options]
    subprocess.run([*compile_, f"--output-file={made}"], cwd=_bootstrap.ROOT, check=True, stdout=sys.stderr)
    return made.read_text(encoding="utf-8")
