"""Downloads: resumed where they were cut, verified, and under their name only when whole."""

from __future__ import annotations

import asyncio
import inspect
import queue
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reelscore.downloads.fetch import DownloadOptions, DownloadProgress, fetch
from reelscore.downloads.partfile import DownloadedFile, FileIdentity
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
_STOP_SECONDS = 1.0
"""How long an interrupt waits for threads to give their parts free."""
_GLANCE_SECONDS = 0.1
"""How often it is looked whether somebody else has set *stop*."""


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
    """Download several files, ``options.at_once`` at a time, on threads of their own: an interrupt ends the wait at once.

    Args:
        targets: with different names.
        options: for all of them.
        http_client: whose connections and proxies are used; its headers and key are not sent.
        on_saved: records a file that stands whole under its name, on the thread that brought it. Where the process is
            killed before that has ended, or it raises, the next download of the target checks the file and calls again.
        stop: once set, what is under way ends; its parts are kept.

    Returns:
        What was saved, in the order of *targets*.

    Raises:
        DownloadError: a file could not be downloaded; the others are downloaded all the same.
        ConfigurationError: the progress callback is a coroutine function.
    """
    import httpx

    from reelscore.downloads import http

    chosen, halt = options or DownloadOptions(), http.Stop(stop)
    callback: Any = chosen.on_progress
    if any(map(inspect.iscoroutinefunction, (callback, getattr(callback, "__call__", None)))):  # noqa: B004 - an object may have a coroutine for it
        raise ConfigurationError("on_progress is a coroutine function; use an async client, or a plain function")
    client = http_client or http.new_client(httpx.Client)
    wanted, ended = queue.SimpleQueue[tuple[int, DownloadTarget]](), queue.SimpleQueue[tuple[int, Any]]()
    for each in enumerate(targets):
        wanted.put(each)

    def work() -> None:
        with suppress(queue.Empty):
            while True:
                number, target = wanted.get_nowait()
                try:
                    flow = fetch(target, options=chosen)
                    outcome: Any = http.run(flow, client, options=chosen, on_saved=on_saved, stop=halt)
                except BaseException as error:  # noqa: BLE001 - whoever waits raises it
                    outcome = error
                ended.put((number, outcome))

    workers = range(min(len(targets), max(1, chosen.at_once)))
    threads = [threading.Thread(target=work, name="reelscore-download", daemon=True) for _ in workers]
    outcomes = dict[int, Any]()
    try:
        for thread in threads:
            thread.start()
        while len(outcomes) < len(targets):
            with suppress(queue.Empty):
                number, outcome = ended.get(timeout=None if stop is None else _GLANCE_SECONDS)
                outcomes[number] = outcome
            halt.check()
    except BaseException:
        halt.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join(_STOP_SECONDS)
        raise
    if client is not http_client:
        client.close()
    return _all_or_error([outcomes[number] for number in range(len(targets))])


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
            return await http.run_async(fetch(target, options=chosen), client, options=chosen, on_saved=on_saved)

    client = http_client or http.new_client(httpx.AsyncClient)
    try:
        return _all_or_error(await asyncio.gather(*map(one, targets), return_exceptions=True))
    finally:
        if client is not http_client:
            await client.aclose()


def _all_or_error(outcomes: Sequence[DownloadedFile | BaseException]) -> tuple[DownloadedFile, ...]:
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    if len(errors) > 1 and all(isinstance(error, DownloadError) for error in errors):
        words = "; ".join(map(str, errors))
        raise DownloadError(f"{len(errors)} of {len(outcomes)} files failed: {words}") from errors[0]
    for error in errors:
        raise error
    return tuple(outcome for outcome in outcomes if isinstance(outcome, DownloadedFile))
