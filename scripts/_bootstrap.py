"""Enter the project's own environment: make `.venv` where it is missing, then run a script's module in it.

Only the standard library is used, and nothing newer than Python 3.6 is written before the version check, so that an
old Python can still say why it stops. What a script does stands in the module that it names, not here.
"""

import contextlib
import hashlib
import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit(
        "reelscore needs Python 3.11 or newer; this is Python %d.%d (%s)" % (*sys.version_info[:2], sys.executable)
    )

ROOT = Path(__file__).resolve().parent.parent
PIPE_CLOSED = 141
"""What a shell says of a command that wrote to a closed pipe."""
PIP = ("-m", "pip", "--disable-pip-version-check", "-qq", "install", "--no-compile")
"""What is imported is compiled then; most of what is installed never is."""


def run(module: str) -> None:
    """Run ``main(arguments)`` of *module* in scripts/ with the environment's Python and leave with its answer."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would compile the same modules
    prepare(ROOT)
    if Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
        _enter(interpreter(ROOT))
    try:
        code = importlib.import_module(module).main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough; a signal's default would also kill who serves sockets
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    sys.exit(code)


def prepare(root: Path) -> None:
    """Bring `.venv` under *root* up to date; nothing is done, and no index asked, when it is."""
    steps = {"lock": _install_lock, "project": _install_project}
    if not any(_is_stale(root, name) for name in steps):
        return
    with _one_at_a_time(root):
        if not interpreter(root).exists():
            _make(root)
        for name, step in steps.items():
            if _is_stale(root, name):
                step(root)
                _marker(root, name).write_text(_stamp(root, name), encoding="utf-8")


def interpreter(root: Path, name: str = ".venv") -> Path:
    """Return the path of an environment's Python, whether it exists or not."""
    return root / name / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_stale(root: Path, name: str) -> bool:
    marker = _marker(root, name)
    fresh = interpreter(root).exists() and marker.exists() and marker.read_text(encoding="utf-8") == _stamp(root, name)
    return not fresh


def _marker(root: Path, name: str) -> Path:
    return root / ".venv" / f"installed-{name}.sha256"


def _stamp(root: Path, name: str) -> str:
    """Hash what a step depends on; the project also on its place, so that a copied checkout finds its own code."""
    files = {"lock": "scripts/requirements.lock", "project": "pyproject.toml"}
    place = str(root) if name == "project" else ""
    return hashlib.sha256((root / files[name]).read_bytes() + place.encode()).hexdigest()


def _make(root: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            f"{sys.executable} cannot make environments: install your system's python3-venv, or use another Python"
        )
    _say("making .venv from scripts/requirements.lock (once, about a minute)")
    python(Path(sys.executable), "-m", "venv", "--clear", str(root / ".venv"))


def _install_lock(root: Path) -> None:
    lock = root / "scripts" / "requirements.lock"
    python(interpreter(root), *PIP, "--no-deps", "--require-hashes", "-r", str(lock))


def _install_project(root: Path) -> None:
    alone = ("--no-index", "--no-deps", "--no-build-isolation")
    python(interpreter(root), *PIP, *alone, "--editable", str(root))


def python(program: Path, *arguments: str) -> None:
    """Run a Python, its output on stderr; leave with a line that says what failed."""
    code = subprocess.run([str(program), *arguments], stdout=sys.stderr, check=False).returncode
    if code:
        sys.exit(f"could not make the environment (exit {code}): {program} {' '.join(arguments)}")


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> Generator[None, None, None]:
    """Let one process at a time change the environment, where the system has file locks."""
    with (root / ".venv.lock").open("w") as file:
        with contextlib.suppress(ImportError):
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _enter(python: Path) -> None:
    command = [str(python), *sys.argv]
    if os.name == "nt":  # execv there returns to the shell before the script has ended
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


def _say(text: str) -> None:
    print(f"reelscore: {text}", file=sys.stderr, flush=True)
