"""What to download and where to: targets for the files of results, with names made from their titles; fetches nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import attrs

from reelscore.downloads.partfile import refuse_existing
from reelscore.errors import ConfigurationError
from reelscore.results import Asset, AssetKind, Result
from reelscore.uploads.filenames import distinct_names, safe_name

_ENDINGS = {"video": "mp4", "audio": "mp3", "image": "png", "midi": "mid", "text": "txt"}
_USUAL_ADVICE = "look at the task again with task.refresh() for a fresh link; files that the vendor deleted are gone"


@attrs.frozen(kw_only=True)
class DownloadTarget:
    """One file: where it is, where it goes, and what is known of it."""

    url: str
    target: Path
    kind: AssetKind | None = None
    """What the bytes must be; None takes the target's ending for it."""
    overwrite: bool = False
    owner: str = ""
    """Reference of the task, for messages."""
    advice: str = ""
    """What brings a fresh link when this one has expired."""
    alternatives: tuple[str, ...] = ()
    """Other URLs of the same file, tried in turn where one is not found."""
    seconds: float | None = None
    """Of sound, as the vendor told: the judge of an mp3 that comes without a length."""
    fresh: bool = False
    """Whether its task ended seconds ago: a file that is not found (403, 404) is tried again for a minute."""


def target_for(result: Result, to: str | Path, *, overwrite: bool = False) -> DownloadTarget:
    """Target for the only file of a result.

    Args:
        result: with exactly one asset.
        to: the file, or a folder (one that exists, or a text that ends with a separator) for a name made from the
            asset; "~" is the home folder.
        overwrite: whether a file of this name may be replaced.

    Raises:
        ConfigurationError: the result has no file, or several.
    """
    if len(result.assets) != 1:
        raise ConfigurationError(f"this {type(result).__name__} has {len(result.assets)} files, not one")
    asset = result.assets[0]
    return _target(asset, _place(asset, to), task=result.task, overwrite=overwrite)


def targets_for(result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[DownloadTarget, ...]:
    """Targets for all files of a result, under names that differ, in the order of its assets."""
    names, below = distinct_names(_name(asset) for asset in result.assets), expand(folder)
    pairs = zip(result.assets, names, strict=True)
    return tuple(_target(asset, below / name, task=result.task, overwrite=overwrite) for asset, name in pairs)


def target_from_url(
    url: str, to: str | Path, *, kind: AssetKind | None = None, overwrite: bool = False
) -> DownloadTarget:
    """Target for a bare URL; *to* is a file or a folder as in ``target_for``."""
    place = _place(Asset(url=url, kind=kind or "video"), to)
    advice = "ask its sender for a fresh one"
    return DownloadTarget(url=url, target=place, kind=kind, overwrite=overwrite, advice=advice)


def check_destination(to: str | Path, *, overwrite: bool = False) -> None:
    """Check, before money is spent, that a file or folder can be written; *to* is as in ``target_for``.

    Raises:
        ConfigurationError: the folder cannot be written.
        DownloadError: the name is taken.
    """
    place = expand(to)
    if _is_folder(to):
        _refuse_unwritable(place)
    else:
        check_targets([DownloadTarget(url="", target=place, overwrite=overwrite)])


def check_targets(targets: Iterable[DownloadTarget]) -> None:
    """Check that each file can be written under its name; makes no folder and leaves nothing.

    Raises:
        ConfigurationError: a folder cannot be written, or two files have one name.
        DownloadError: a name is taken and may not be replaced.
    """
    taken: set[Path] = set()
    for target in targets:
        if target.target in taken:
            raise ConfigurationError(f"two files would be saved as {target.target}; give each a name of its own")
        taken.add(target.target)
        try:
            refuse_existing(target.target, overwrite=target.overwrite)
            with suppress(FileNotFoundError):
                target.target.lstat()
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{target.target} cannot be written: {error}; choose another name") from error
        _refuse_unwritable(target.target.parent)


def expand(path: str | Path) -> Path:
    """The path with "~" as the home folder; ConfigurationError where there is none."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise ConfigurationError(f"{path}: {error}; give the whole path, or set HOME") from error


def _refuse_unwritable(folder: Path) -> None:
    here = folder.absolute()
    try:
        while not os.path.lexists(here):
            here = here.parent
        with tempfile.TemporaryFile(dir=here):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError(
            f"no file can be written to the folder {folder} ({reason}: {here}); choose another, or make it writable"
        ) from error


def _target(asset: Asset, place: Path, *, task: Any, overwrite: bool) -> DownloadTarget:
    host = getattr(getattr(task, "client", None), "host", None)
    others = tuple(url for url in host.alternative_urls(asset.url) if url != asset.url) if host else ()
    return DownloadTarget(
        url=asset.url,
        target=place,
        kind=asset.kind,
        overwrite=overwrite,
        owner=str(getattr(task, "ref", "") or ""),
        advice=(host.download_advice if host else "") or _USUAL_ADVICE,
        alternatives=others,
        seconds=getattr(asset, "seconds", None),
        fresh=bool(getattr(task, "ended_recently", False)),
    )


def _place(asset: Asset, to: str | Path) -> Path:
    return expand(to) / _name(asset) if _is_folder(to) else expand(to)


def _is_folder(to: str | Path) -> bool:
    with suppress(OSError):
        return str(to).endswith(("/", os.sep)) or expand(to).is_dir()
    return False


def _name(asset: Asset) -> str:
    path = unquote(asset.url.partition("#")[0].partition("?")[0])
    place = PurePosixPath(path.rstrip("/").rpartition("/")[2])
    return safe_name(asset.name or place.stem, extension=asset.extension or place.suffix or _ENDINGS[asset.kind])
