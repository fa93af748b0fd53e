"""What to bring and where to: orders for the files of results, with names made from their titles; fetches nothing."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import attrs

from reelscore.downloads.filenames import distinct_names, safe_name
from reelscore.errors import ConfigurationError
from reelscore.results import Asset, AssetKind, Result

_ENDINGS = {"video": "mp4", "audio": "mp3", "image": "png", "midi": "mid", "text": "txt"}
_ADVICE = {
    "kie.ai": "ask for a fresh link with client.download_url(url=...), or look at the task again with task.refresh()",
    "sunoapi.org": "ask for the file again with client.recover_audio(task_id=...), then save what it gives",
}
_USUAL_ADVICE = "look at the task again with task.refresh() for a fresh link; files that the vendor deleted are gone"


@attrs.frozen(kw_only=True)
class DownloadTarget:
    """One file: where it is, where it goes, and what to say when it is gone."""

    url: str
    target: Path
    kind: AssetKind | None = None
    """What the bytes must be; None takes the target's ending for it."""
    overwrite: bool = False
    owner: str = ""
    """Reference of the task, for messages."""
    advice: str = ""
    """What brings a fresh link when this one has expired."""


def target_for(result: Result, to: str | Path, *, overwrite: bool = False) -> DownloadTarget:
    """Make the order for the only file of a result.

    Args:
        result: with exactly one asset.
        to: the file, or a folder (one that exists, or a text that ends with a separator) for a name made from the asset.
        overwrite: whether a file of this name may be replaced.

    Raises:
        ConfigurationError: the result has no file, or several.
    """
    if len(result.assets) != 1:
        raise ConfigurationError(f"this {type(result).__name__} has {len(result.assets)} files, not one")
    asset = result.assets[0]
    target = Path(to) / _name(asset) if _is_folder(to) else Path(to)
    return _order(asset, target, task=result.task, overwrite=overwrite)


def targets_for(result: Result, folder: str | Path, *, overwrite: bool = False) -> tuple[DownloadTarget, ...]:
    """Make the orders for all files of a result, under names that differ, in the order of its assets."""
    names = distinct_names(_name(asset) for asset in result.assets)
    pairs = zip(result.assets, names, strict=True)
    return tuple(_order(asset, Path(folder) / name, task=result.task, overwrite=overwrite) for asset, name in pairs)


def target_from_url(
    url: str, to: str | Path, *, kind: AssetKind | None = None, overwrite: bool = False
) -> DownloadTarget:
    """Make the order for a bare URL; *to* is a file or a folder as in ``target_for``."""
    asset = Asset(url=url, kind=kind or "video")
    target = Path(to) / _name(asset) if _is_folder(to) else Path(to)
    return DownloadTarget(
        url=url, target=target, kind=kind, overwrite=overwrite, advice="ask its sender for a fresh one"
    )


def _order(asset: Asset, target: Path, *, task: Any, overwrite: bool) -> DownloadTarget:
    owner = str(getattr(task, "ref", "") or "")
    advice = _ADVICE.get(owner.partition("/")[0], _USUAL_ADVICE)
    return DownloadTarget(
        url=asset.url, target=target, kind=asset.kind, overwrite=overwrite, owner=owner, advice=advice
    )


def _is_folder(to: str | Path) -> bool:
    return str(to).endswith(("/", os.sep)) or Path(to).is_dir()


def _name(asset: Asset) -> str:
    path = unquote(asset.url.partition("#")[0].partition("?")[0])
    place = PurePosixPath(path.rstrip("/").rpartition("/")[2])
    return safe_name(asset.name or place.stem, extension=asset.extension or place.suffix or _ENDINGS[asset.kind])
