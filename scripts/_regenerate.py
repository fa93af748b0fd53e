"""Compile specs/ into generated/reelscore_wire, or check that what is committed is what they compile to.

The new tree is made beside the old one and takes its place by two renames. What the generator writes is decided by
specs/codegen alone; the generator and its formatter are pinned in pyproject.toml.
"""

import argparse
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jinja2

import _market
import _specs
import _wire

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "generated" / "reelscore_wire"
CODEGEN = ROOT / "specs" / "codegen"
UNUSED = ("client.py", "errors.py", "types.py")
"""What the generator writes for clients that send by themselves."""
FORMAT = ("format", "--isolated", "--no-cache", "--target-version", "py311", "--line-length", "120")
"""As the post hooks of generator.yaml."""
HEADER = '"""Wire code compiled from specs/. Do not edit: `scripts/regenerate` makes it again."""\n'


def main(arguments: Sequence[str] = ()) -> int:
    """Compile, compare both ways, and either report (``--check``) or put the new tree in place."""
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the trees differ")
    check = parser.parse_args(arguments).check
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".regenerate-") as folder:
        scratch = Path(folder)
        compile_specs(_specs.paths(), scratch / "new")
        _market.write(scratch / "new" / _market.PACKAGE)
        _formatted(scratch / "new" / _market.PACKAGE)
        found = differences(TARGET, scratch / "new")
        if found and not check:
            swap(TARGET, scratch)
    print(*found or ["generated/reelscore_wire is what specs/ compile to"], sep="\n")
    return int(check and bool(found))


def compile_specs(specs: Sequence[Path], tree: Path) -> None:
    """Compile each document into a package of its name under *tree*.

    Raises:
        SystemExit: the generator refuses a document, or warns of anything.
    """
    tree.mkdir(parents=True)
    (tree / "__init__.py").write_text(HEADER, encoding="utf-8")
    (tree / "py.typed").touch()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = list(pool.map(_compile, specs, [tree / spec.stem for spec in specs]))
    if any(failures):
        sys.exit("".join(failures))


def _compile(spec: Path, package: Path) -> str:
    """Compile one document; return what the generator complained about, or nothing."""
    document = _specs.read(spec)
    laid_out = package.with_suffix(".json")
    laid_out.write_text(json.dumps(_wire.document_of(document, spec.stem)), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    command += ["--path", str(laid_out), "--output-path", str(package), "--config", str(CODEGEN / "generator.yaml")]
    command += ["--custom-template-path", str(CODEGEN / "templates")]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        return f"{spec.name} does not compile:\n{done.stdout}{done.stderr}"
    laid_out.unlink()
    for name in UNUSED:
        (package / name).unlink()
    shutil.rmtree(package / "api")
    table = jinja2.Template((CODEGEN / "operations.py.jinja").read_text(encoding="utf-8"), trim_blocks=True)
    (package / "operations.py").write_text(table.render(rows=_wire.rows(document)) + "\n", encoding="utf-8")
    _formatted(package / "operations.py")
    for host in map(_specs.host_of, document["servers"]):
        text = _specs.text_of(_specs.of_host(document, host))
        (package / f"{host}.json").write_text(text, encoding="utf-8")
    return ""


def _environment() -> dict[str, str]:
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # ruff, by its bare name
    return {**os.environ, "PATH": beside}


def _formatted(path: Path) -> None:
    subprocess.run(["ruff", *FORMAT, str(path)], env=_environment(), check=True, capture_output=True)


def differences(old: Path, new: Path) -> list[str]:
    """List the files of *old* that are not as in *new*: missing, stale, or different."""
    before, after = digests(old), digests(new)
    kinds = {
        "missing": after.keys() - before.keys(),
        "stale": before.keys() - after.keys(),
        "differs": {name for name in before.keys() & after.keys() if before[name] != after[name]},
    }
    return [f"{kind}: {name}" for kind, names in kinds.items() for name in sorted(names)]


def digests(tree: Path) -> dict[str, str]:
    """Map the files under *tree*, by relative path, to the hash of their bytes, unpacked where compressed."""
    files = (path for path in tree.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(tree).as_posix(): hashlib.sha256(_content(path)).hexdigest() for path in files}


def _content(path: Path) -> bytes:
    # Two builds of zlib compress the same text to different bytes.
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def swap(target: Path, scratch: Path) -> None:
    """Put ``scratch/new`` in the place of *target*; the old tree comes back if that fails."""
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        target.rename(scratch / "old")
    try:
        (scratch / "new").rename(target)
    except BaseException:
        if (scratch / "old").exists():
            (scratch / "old").rename(target)
        raise
