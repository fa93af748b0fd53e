"""Where the files of results go: their names, the checks before money is spent, and the JSON beside them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import attrs

from reelscore._attrs import frozen
from reelscore.downloads.partfile import DownloadedFile, refuse_existing, without_query, write_private
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.ledger.records import CallRecord
from reelscore.results import Asset, AssetKind, Result
from reelscore.uploads.filenames import distinct_names, safe_name
from reelscore.uploads.filetype import KINDS, format_of_extension

_ENDINGS = {"video": "mp4", "audio": "mp3", "image": "png", "midi": "mid", "text": "txt"}
_TITLE_LETTERS = 60
_one_writes = threading.Lock()
"""Tracks of one task share its JSON, and may be saved at the same time."""
_USUAL_ADVICE = "look at the task again with task.refresh() for a fresh link; files that the vendor deleted are gone"


@frozen(kw_only=True)
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


def expand(path: str | Path) -> Path:
    """The path with "~" as the home folder; ConfigurationError for what no file can be called."""
    try:
        found = Path(path).expanduser()
        if b"\0" not in os.fsencode(found):
            return found
        why = "it holds a NUL"
    except (RuntimeError, TypeError, ValueError) as error:
        why = str(error)
    raise ConfigurationError(f"{path!r} is no path: {why}; give the whole path of a file or folder")


@frozen(kw_only=True)
class TaskFiles:
    """The files of one task in a folder: ``TITLE-ID.EXT`` each, and a JSON that says what was asked, paid and saved.

    The title is the request's, else the file's own, else the first words of the prompt, else the operation.
    """

    result: Any
    folder: Path = attrs.field(converter=expand)
    operation: str
    id: str = ""
    """The vendor's id of the task, or the ledger's name for it."""
    request: Mapping[str, Any] = attrs.field(factory=dict)
    record: CallRecord | None = None
    """Its row in the ledger."""

    def targets(self, *, overwrite: bool = False) -> tuple[DownloadTarget, ...]:
        """Targets for all files of the result, in the order of its assets; a track is named by its own id."""
        found = targets_for(self.result, self.folder, overwrite=overwrite)
        parts = getattr(self.result, "tracks", None) or (self.result,)
        ids = [str(getattr(part, "id", "") or "") for part in parts for _ in part.assets]
        stems = [each.target.stem if len(found) > 1 else "" for each in found]
        ids = ids if len(ids) == len(found) else [""] * len(found)
        names = distinct_names(
            self._name(each.target.suffix, stem, id=own) for each, stem, own in zip(found, stems, ids, strict=True)
        )
        return tuple(attrs.evolve(each, target=self.folder / name) for each, name in zip(found, names, strict=True))

    def saved_before(self, targets: Iterable[DownloadTarget]) -> dict[Path, DownloadedFile]:
        """The files of targets that the ledger knows to be saved, where they are there in the same size."""
        known = {Path(str(file.get("path", ""))).name: file for file in (self.record.files if self.record else ())}
        found = dict[Path, DownloadedFile]()
        for path, url in ((each.target, each.url) for each in targets if each.target.name in known):
            file = known[path.name]
            if path.is_file() and (size := path.stat().st_size) == file.get("bytes"):
                found[path] = DownloadedFile(url=url, path=path, bytes=size, sha256=str(file.get("sha256", "")))
        return found

    def covers(self, saved: Sequence[DownloadedFile]) -> tuple[DownloadTarget, ...]:
        """Targets for the cover pictures of tracks, beside the tracks; *saved* is in the order of the targets."""
        tracks = [track for track in getattr(self.result, "tracks", ()) if track.assets]
        return tuple(
            DownloadTarget(
                url=track.image_url,
                target=file.path.with_suffix(_picture_ending(track.image_url)),
                kind="image",
                overwrite=True,
            )
            for track, file in zip(tracks, saved, strict=False)
            if track.image_url
        )

    @property
    def text(self) -> str:
        """What a result of words says, such as lyrics with their titles; empty for results with files."""
        parts = () if getattr(self.result, "assets", None) else getattr(self.result, "texts", None) or (self.result,)
        blocks = [(getattr(part, "title", ""), getattr(part, "text", "")) for part in parts]
        return "\n\n".join("\n\n".join(filter(None, block)) for block in blocks if block[1])

    def write_text(self, *, overwrite: bool = False) -> DownloadedFile:
        """Write ``text`` as ``TITLE-ID.txt``, with the JSON beside it.

        Raises:
            DownloadError: a file of this name holds something else, or it cannot be written.
        """
        data, path = f"{self.text}\n".encode("utf-8", "replace"), self.folder / self._name(".txt")
        with _told(path):
            if not (path.is_file() and path.read_bytes() == data):
                refuse_existing(path, overwrite=overwrite)
                self.folder.mkdir(parents=True, exist_ok=True)
                _ = path.write_bytes(data)
        file = DownloadedFile(path=path, url="", bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        self.write_sidecar([file])
        return file

    def write_sidecar(self, saved: Sequence[DownloadedFile]) -> Path:
        """Write the JSON beside the files, whole or not at all; it is private (0600), because it names signed URLs.

        What an earlier one said of other files of this task stays.
        """
        row, path = self.record, self.folder / self._name(".json")
        amounts = [row.quoted, row.charged] if row else [None, None]
        times = [row.created, row.finished, row.expires] if row else [None, None, None]
        told: dict[str, Any] = {
            "operation": self.operation,
            "id": row.ref if row else None,
            "host": row.host if row else None,
            "model": row.model if row else None,
            "request": dict(row.request) if row else None,
            **dict(zip(("quoted", "charged"), map(_amount, amounts), strict=True)),
            **dict(zip(("created", "finished", "expires"), map(_when, times), strict=True)),
        }
        urls = [asset.url for asset in getattr(self.result, "assets", ())]
        files = [{"name": each.path.name, "bytes": each.bytes, "sha256": each.sha256} for each in saved]
        ours = {*map(without_query, urls), *(each["name"] for each in files)}
        with _one_writes:
            before = _said_before(path, told["id"])
            told["urls"] = [*(each for each in before["urls"] if without_query(each) not in ours), *urls]
            told["files"] = [*(each for each in before["files"] if each.get("name") not in ours), *files]
            with _told(path):
                write_private(path, f"{json.dumps(told, ensure_ascii=False, indent=2)}\n")
        return path

    def _name(self, suffix: str, stem: str = "", *, id: str = "") -> str:  # noqa: A002 - the vendor's word
        prompt = str(self.request.get("prompt") or "").strip().partition("\n")[0][:_TITLE_LETTERS]
        title = str(self.request.get("title") or stem or prompt or self.operation)
        name, identity = safe_name(title[:_TITLE_LETTERS].strip()), id or self.id
        return safe_name(f"{name}-{identity}" if identity else name, extension=suffix)


@contextmanager
def _told(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise DownloadError(f"{path} cannot be written: {error}") from error


def _picture_ending(url: str) -> str:
    """The ending of a picture's URL; another one might be that of the song beside it."""
    ending = PurePosixPath(without_query(url)).suffix
    return ending if "image" in KINDS.get(format_of_extension(ending) or "", ()) else ".jpg"


def _said_before(path: Path, task: str | None) -> dict[str, list[Any]]:
    """URLs and files that an earlier JSON of the same task names."""
    try:
        told = json.loads(path.read_text("utf-8"))
        if task is not None and told["id"] == task:
            files = [each for each in told["files"] if isinstance(each, dict)]
            return {"urls": [each for each in told["urls"] if isinstance(each, str)], "files": files}
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        pass
    return {"urls": [], "files": []}


def _amount(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _when(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


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


def _refuse_unwritable(folder: Path) -> None:
    here = folder
    try:
        here = folder.absolute()
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
