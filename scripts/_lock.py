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
OPTIONS = (
    "--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--quiet", "--no-header",
    "--no-emit-index-url", "--no-emit-find-links",
)  # fmt: skip


def main(arguments: Sequence[str] = ()) -> int:
    """Remake the lock; versions stay as they are unless ``--upgrade`` is given."""
    parser = argparse.ArgumentParser(prog="scripts/lock", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    upgrade = ["--upgrade"] if parser.parse_args(arguments).upgrade else []
    lock = _bootstrap.ROOT / "scripts" / "requirements.lock"
    lock.write_text(HEADER + resolve("pyproject.toml", "--extra=dev", *upgrade, near=lock), encoding="utf-8")
    print(f"{lock.relative_to(_bootstrap.ROOT)} is made; any script now brings .venv up to date")
    return 0


def resolve(wanted: str, *options: str, near: Path) -> str:
    """Return the text of a lock for what a file asks for, as close to another lock as it fits.

    Args:
        wanted: pyproject.toml, or a file of requirements.
        options: of the resolver.
        near: the other lock, which need not exist.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        venv.create(scratch / ".venv", with_pip=True)
        resolver = str(_bootstrap.interpreter(scratch))
        subprocess.run([resolver, *_bootstrap.PIP, RESOLVER], check=True)
        made = scratch / "made.lock"
        if near.exists():
            shutil.copy(near, made)
        compile_ = [resolver, "-m", "uv", "pip", "compile", wanted, *OPTIONS, *options, f"--output-file={made}"]
        subprocess.run(compile_, cwd=_bootstrap.ROOT, check=True, stdout=sys.stderr)
        return made.read_text(encoding="utf-8")
