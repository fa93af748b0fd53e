"""Make a lock anew: every version and file hash for each system and Python that is supported.

scripts/requirements.lock is the project's; scripts/peers.lock (``--peers``) that of the libraries which scripts/bench
measures beside it, where what both need, such as httpx, is of the project's version.

The standard library is enough: the resolver is fetched into an environment of its own and thrown away.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

import _bootstrap

RESOLVER = "uv==0.13.8"
PROJECT, PEERS = Path("scripts", "requirements.lock"), Path("scripts", "peers.lock")
PINNED = ("fal-client==1.0.3", "lumaai==1.21.0", "openai==3.52.0", "replicate==1.0.7", "runwayml==5.24.0")
"""The peers."""
OPTIONS = (
    "--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--quiet", "--no-header",
    "--no-emit-index-url", "--no-emit-find-links",
)  # fmt: skip


def main(arguments: Sequence[str] = ()) -> int:
    """Remake a lock; versions stay as they are unless ``--upgrade`` is given."""
    parser = argparse.ArgumentParser(prog="scripts/lock", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    parser.add_argument("--peers", action="store_true", help="make scripts/peers.lock instead")
    options = parser.parse_args(arguments)
    if options.peers:
        lock, wanted = PEERS, ("-", f"--constraint={PROJECT}")
        head = "`scripts/lock --peers`: the libraries that scripts/bench measures beside."
    else:
        lock, wanted = PROJECT, ("pyproject.toml", "--extra=dev")
        head = "`scripts/lock` from pyproject.toml (extra dev)."
    text = resolved(*wanted, *["--upgrade"] * options.upgrade, near=lock)
    (_bootstrap.ROOT / lock).write_text(f"# Made by {head} Do not edit.\n{text}", encoding="utf-8")
    print(f"{lock} is made; {'`scripts/bench --peers`' if options.peers else 'any script'} now installs it")
    return 0


def resolved(*wanted: str, near: Path) -> str:
    """Return the text of a lock for what options of the resolver ask for, as close to another lock as it fits."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        venv.create(scratch / ".venv", with_pip=True)
        resolver = str(_bootstrap.interpreter(scratch))
        subprocess.run([resolver, *_bootstrap.PIP, RESOLVER], check=True)
        made = scratch / "made.lock"
        shutil.copy(_bootstrap.ROOT / near, made)
        command = [resolver, "-m", "uv", "pip", "compile", *wanted, *OPTIONS, f"--output-file={made}"]
        peers = "\n".join(PINNED)  # read where `-` is wanted
        subprocess.run(command, cwd=_bootstrap.ROOT, check=True, stdout=sys.stderr, input=peers, text=True)
        return made.read_text(encoding="utf-8")


def pins(lock: Path) -> dict[str, str]:
    """Return the versions of a lock, by distribution."""
    text = (_bootstrap.ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE))
