"""Files of results under TITLE-ID.EXT, and the JSON beside them that says what was asked, paid and saved."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs

from reelscore.cli import documents
from reelscore.cli.output import plain
from reelscore.downloads.partfile import DownloadedFile
from reelscore.errors import DownloadError
from reelscore.uploads.filenames import distinct_names, safe_name

if TYPE_CHECKING:
    from reelscore.cli.working import Done
    from reelscore.downloads.fetch import DownloadOptions
    from reelscore.downloads.targets import DownloadTarget

logger = logging.getLogger("reelscore.cli")
_TITLE = 60
"""Characters of a prompt that make a title."""


async def keep(client: Any, done: Done, *, folder: Path, overwrite: bool) -> tuple[DownloadedFile, ...]:
    """Save the files of a finished request, then the JSON beside them; each is recorded in the ledger when it is whole.

    Files that this ledger saved before, and that are there in the same size, are not brought again.

    Raises:
        DownloadError: a file did not come; the others are saved and recorded all the same.
    """
    from reelscore import downloads
    from reelscore.client.task import mark_saved
    from reelscore.downloads.targets import expand
    from reelscore.flows.drivers import run_async
    from reelscore.transport.http import USER_AGENT

    folder = expand(folder)
    orders = named_orders(done, folder, overwrite=overwrite)
    here = {order.target: file for order in orders if (file := _here_already(order, done)) is not None}
    wanted = [order for order in orders if order.target not in here or overwrite]
    options = downloads.options_for(client.urls[0], user_agent=USER_AGENT, timeout=client.timeout)
    downloads.check_targets(wanted)

    async def bring(order: DownloadTarget) -> DownloadedFile:
        (file,) = await downloads.download_all_async([order], options=options)
        await run_async(mark_saved(done.result.task, [file]), client.runtime())
        return file

    outcomes = await asyncio.gather(*map(bring, wanted), return_exceptions=True)
    for error in outcomes:
        if isinstance(error, BaseException):
            raise error
    kept = here | {each.path: each for each in outcomes if isinstance(each, DownloadedFile)}
    found = tuple(kept[order.target] for order in orders)
    if wanted:
        covers = await _covers(done.result, found, options=options)
        await run_async(mark_saved(done.result.task, covers), client.runtime())
        every = [*found, *covers]
        write_sidecar(_sidecar_path(done, folder), done, kept=every)
    return found


def text_of(result: Any) -> str:
    """What a result of words says, such as lyrics with their titles; empty for others."""
    parts = () if getattr(result, "assets", None) else getattr(result, "texts", None) or (result,)
    blocks = [(getattr(part, "title", ""), getattr(part, "text", "")) for part in parts]
    return "\n\n".join("\n\n".join(filter(None, block)) for block in blocks if block[1])


async def keep_text(client: Any, done: Done, *, folder: Path) -> tuple[DownloadedFile, ...]:
    """Save the words of a result as TITLE-ID.txt, with the JSON beside them."""
    from reelscore.client.task import mark_saved
    from reelscore.flows.drivers import run_async

    file = _write_text(done, folder)
    await run_async(mark_saved(getattr(done.result, "task", None), [file]), client.runtime())
    return (file,)


def _write_text(done: Done, folder: Path) -> DownloadedFile:
    data = f"{text_of(done.result)}\n".encode("utf-8", "replace")
    path = folder / _name(title_of(done), task_id(done), suffix=".txt")
    folder.mkdir(parents=True, exist_ok=True)
    _ = path.write_bytes(data)
    file = DownloadedFile(path=path, url="", bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
    write_sidecar(path.with_suffix(".json"), done, kept=[file])
    return file


async def _covers(result: Any, kept: Sequence[DownloadedFile], *, options: DownloadOptions) -> list[DownloadedFile]:
    """Bring the cover picture of each track beside it; one that does not come is no reason to fail."""
    from reelscore import downloads
    from reelscore.downloads.targets import DownloadTarget as Wanted

    found: list[DownloadedFile] = []
    tracks = [track for track in getattr(result, "tracks", ()) if track.assets]
    for track, file in zip(tracks, kept, strict=False):
        if track.image_url:
            suffix = PurePosixPath(urlsplit(track.image_url).path).suffix or ".jpg"
            order = Wanted(url=track.image_url, target=file.path.with_suffix(suffix), kind="image", overwrite=True)
            try:
                found += await downloads.download_all_async([order], options=options)
            except DownloadError as error:
                logger.info("the cover of %s was not saved: %s", file.path.name, error)
    return found


def named_orders(done: Done, folder: Path, *, overwrite: bool) -> tuple[DownloadTarget, ...]:
    """Make the orders for all files of a result, each named by its title and id."""
    from reelscore.downloads.targets import targets_for

    orders = targets_for(done.result, folder, overwrite=overwrite)
    owners = list(_owners(done.result))
    ids = owners if len(owners) == len(orders) else [""] * len(orders)
    names = distinct_names(
        _name(title_of(done, order), identity or task_id(done), suffix=order.target.suffix)
        for order, identity in zip(orders, ids, strict=True)
    )
    return tuple(attrs.evolve(order, target=folder / name) for order, name in zip(orders, names, strict=True))


def title_of(done: Done, order: DownloadTarget | None = None) -> str:
    """The title of a file: the request's, else the file's own name, else the first words of the prompt."""
    fields = dict(done.row.request) if done.row else (done.request.to_json() if done.request else {})
    prompt = str(fields.get("prompt") or "").strip().partition("\n")[0]
    own = order.target.stem if order is not None and len(done.result.assets) > 1 else ""
    return str(fields.get("title") or own or prompt[:_TITLE] or done.op)


def task_id(done: Done) -> str:
    """The vendor's id of a request, or the ledger's name for it."""
    return done.ref.rpartition("/")[2] or (done.row.intent if done.row else "")


def _owners(result: Any) -> Iterator[str]:
    tracks = getattr(result, "tracks", None)
    for part in tracks or (result,):
        for _ in part.assets:
            yield str(getattr(part, "id", "") or "")


def _name(title: str, identity: str, *, suffix: str) -> str:
    stem = safe_name(title[:_TITLE].strip()) if title.strip() else "untitled"
    return safe_name(f"{stem}-{identity}" if identity else stem, extension=suffix)


def _sidecar_path(done: Done, folder: Path) -> Path:
    return folder / _name(title_of(done), task_id(done), suffix=".json")


def _here_already(order: DownloadTarget, done: Done) -> DownloadedFile | None:
    for file in done.row.files if done.row else ():
        path = Path(str(file.get("path", "")))
        if path.name == order.target.name and order.target.is_file():
            size = order.target.stat().st_size
            if size == file.get("bytes"):
                return DownloadedFile(url=order.url, path=order.target, bytes=size, sha256=str(file.get("sha256", "")))
    return None


def write_sidecar(path: Path, done: Done, *, kept: Sequence[DownloadedFile]) -> None:
    """Write the JSON beside the files, whole or not at all."""
    row = documents.task(done.row) if done.row else {}
    files = [{"name": each.path.name, "bytes": each.bytes, "sha256": each.sha256} for each in kept]
    urls = [asset.url for asset in getattr(done.result, "assets", ())]
    names = ("id", "host", "model", "request", "quoted", "charged", "created", "finished", "expires")
    told = {"operation": done.op, **{name: row.get(name) for name in names}, "urls": urls, "files": files}
    fresh = path.with_name(f".{path.name[:200]}.new")
    fresh.write_text(json.dumps(plain(told), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    fresh.replace(path)
