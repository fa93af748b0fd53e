"""Downloads: resumed where they were cut, verified, and under their name only when whole."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reelscore.downloads.fetch import DownloadOptions, DownloadProgress, fetch
from reelscore.downloads.http_range import FileIdentity
from reelscore.downloads.partfile import DownloadedFile
from reelscore.downloads.targets import (
    DownloadTarget,
    TaskFiles,
    check_destination,
    check_targets,
    target_for,
    target_from_url,
    targets_for,
)
from reelscore.errors import ConfigurationError, DownloadError
from reelscore.results import AssetKind
from reelscore.transport.ssrf import is_loopback_url

if TYPE_CHECKING:
    import httpx

__all__ = [
    "DownloadOptions",
    "DownloadProgress",
    "DownloadTarget",
    "DownloadedFile",
    "FileIdentity",
    "TaskFiles",
    "check_destination",
    "check_targets",
    "download",
    "download_all",
    "download_all_async",
    "download_async",
    "files_of",
    "options_for",
    "target_for",
    "targets_for",
]


def options_for(base_url: str, **changes: Any) -> DownloadOptions:
    """Options of a client's downloads: files may come from this machine only if its own base URL does.

    Args:
        base_url: of the client.
        changes: other fields of DownloadOptions.
    """
    return DownloadOptions(loopback=is_loopback_url(base_url), **changes)


def files_of(saved: Sequence[DownloadedFile]) -> list[dict[str, Any]]:
    """What a ledger keeps of saved files: url, path, bytes and sha256 of each."""
    return [{"url": file.url, "path": str(file.path), "bytes": file.bytes, "sha256": file.sha256} for file in saved]


def download(
    url: str,
    to: str | Path,
    *,
    kind: AssetKind | None = None,
    overwrite: bool = False,
    options: DownloadOptions | None = None,
    http_client: httpx.Client | None = None,
) -> DownloadedFile:
    """Download one file.

    Args:
        url: http or https; a file of this name that was cut before is resumed when the server can prove that it is
            still the same.
        to: the file, or a folder as in ``target_for``.
        kind: what the bytes must be; None takes the file's ending for it.
        overwrite: whether a file of this name may be replaced.
        options: time limits, tries, progress.
        http_client: whose connections and proxies are used; its headers and key are not sent.

    Returns:
        Path, size and SHA-256 of the whole file.

    Raises:
        DownloadError: the file exists, the link has expired, or the file did not come whole; calling again resumes.
    """
    target = target_from_url(url, to, kind=kind, overwrite=overwrite)
    return download_all([target], options=options, http_client=http_client)[0]


async def download_async(
    url: str,
    to: str | Path,
    *,
    kind: AssetKind | None = None,
    overwrite: bool = False,
    options: DownloadOptions | None = None,
    http_client: httpx.AsyncClient | None = None,
) -> DownloadedFile:
    """Download one file without blocking the event loop; as ``download``."""
    target = target_from_url(url, to, kind=kind, overwrite=overwrite)
    return (await download_all_async([target], options=options, http_client=http_client))[0]


def download_all(
    targets: Sequence[DownloadTarget],
    *,
    options: DownloadOptions | None = None,
    http_client: httpx.Client | None = None,
    on_saved: Callable[[DownloadedFile], Any] | None = None,
    stop: threading.Event | None = None,
) -> tuple[DownloadedFile, ...]:
    """Download several files, ``options.at_once`` at a time.

    Args:
        targets: with different names.
        options: for all of them.
        http_client: whose connections and proxies are used; its headers and key are not sent.
        on_saved: called with each file as soon as it is whole, on the thread that brought it.
        stop: once set, what is under way ends; its parts are kept.

    Returns:
        What was saved, in the order of *targets*.

    Raises:
        DownloadError: a file could not be downloaded; the others are downloaded all the same.
        ConfigurationError: the progress callback is a coroutine function.
    """
    import httpx

    from reelscore.downloads import http

    chosen, stop = options or DownloadOptions(), stop or threading.Event()
    callback: Any = chosen.on_progress
    if any(map(inspect.iscoroutinefunction, (callback, getattr(callback, "__call__", None)))):  # noqa: B004 - an object may have a coroutine for it
        raise ConfigurationError("on_progress is a coroutine function; use an async client, or a plain function")

    def one(target: DownloadTarget) -> DownloadedFile:
        file = http.run(fetch(target, options=chosen), client, options=chosen, stop=stop)
        if on_saved is not None:
            on_saved(file)
        return file

    client = http_client or http.new_client(httpx.Client)
    try:
        if len(targets) == 1:
            return (one(targets[0]),)
        with ThreadPoolExecutor(max(1, chosen.at_once), "reelscore-download") as pool:
            return _all_or_error(_gathered([pool.submit(one, target) for target in targets], stop))
    finally:
        if client is not http_client:
            client.close()


async def download_all_async(
    targets: Sequence[DownloadTarget],
    *,
    options: DownloadOptions | None = None,
    http_client: httpx.AsyncClient | None = None,
    on_saved: Callable[[DownloadedFile], Awaitable[Any]] | None = None,
) -> tuple[DownloadedFile, ...]:
    """Download several files without blocking the event loop; as ``download_all``, but the callback may be a coroutine."""
    import httpx

    from reelscore.downloads import http

    chosen = options or DownloadOptions()
    places = asyncio.Semaphore(max(1, chosen.at_once))

    async def one(target: DownloadTarget) -> DownloadedFile:
        async with places:
            file = await http.run_async(fetch(target, options=chosen), client, options=chosen)
        if on_saved is not None:
            await on_saved(file)
        return file

    client = http_client or http.new_client(httpx.AsyncClient)
    try:
        return _all_or_error(await asyncio.gather(*map(one, targets), return_exceptions=True))
    finally:
        if client is not http_client:
            await client.aclose()


def _gathered(jobs: Sequence[Future[DownloadedFile]], stop: threading.Event) -> list[DownloadedFile | BaseException]:
    try:
        return [job.exception() or job.result() for job in jobs]
    except BaseException:
        # Ctrl-C while others work: they keep their parts and end.
        stop.set()
        for job in jobs:
            job.cancel()
        raise


def _all_or_error(outcomes: Sequence[DownloadedFile | BaseException]) -> tuple[DownloadedFile, ...]:
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    if len(errors) > 1 and all(isinstance(error, DownloadError) for error in errors):
        words = "; ".join(map(str, errors))
        raise DownloadError(f"{len(errors)} of {len(outcomes)} files failed: {words}") from errors[0]
    for error in errors:
        raise error
    return tuple(outcome for outcome in outcomes if isinstance(outcome, DownloadedFile))
