"""Bring files: resumed where they were cut, verified, and under their name only when whole.

The decisions are in ``fetching.py``, the disk's part in ``parts.py``, the network's in ``streams.py``.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reelscore.downloads.fetch import DownloadOptions, DownloadProgress, fetch
from reelscore.downloads.partfile import DownloadedFile, PartialFile
from reelscore.downloads.targets import DownloadTarget, target_for, target_from_url, targets_for
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
    "download",
    "download_all",
    "download_all_async",
    "download_async",
    "manner_for",
    "target_for",
    "targets_for",
]

_logger = logging.getLogger(__name__)


def manner_for(base_url: str, *, user_agent: str, **changes: Any) -> DownloadOptions:
    """Give the manner of a client: files may come from this machine only if its own base URL does.

    Args:
        base_url: of the client.
        user_agent: sent with each request.
        changes: other fields of DownloadOptions.
    """
    return DownloadOptions(user_agent=user_agent, loopback=is_loopback_url(base_url), **changes)


def download(
    url: str,
    to: str | Path,
    *,
    kind: AssetKind | None = None,
    overwrite: bool = False,
    manner: DownloadOptions | None = None,
    http_client: httpx.Client | None = None,
) -> DownloadedFile:
    """Bring one file.

    Args:
        url: http or https; a file of this name that was cut before is resumed when the server can prove that it is
            still the same.
        to: the file, or a folder as in ``target_for``.
        kind: what the bytes must be; None takes the file's ending for it.
        overwrite: whether a file of this name may be replaced.
        manner: time limits, tries, progress.
        http_client: whose connections and proxies are used; its headers and key are not sent.

    Returns:
        Path, size and SHA-256 of the whole file.

    Raises:
        DownloadError: the file exists, the link has expired, or the file did not come whole; calling again resumes.
    """
    order = target_from_url(url, to, kind=kind, overwrite=overwrite)
    return download_all([order], manner=manner, http_client=http_client)[0]


async def download_async(
    url: str,
    to: str | Path,
    *,
    kind: AssetKind | None = None,
    overwrite: bool = False,
    manner: DownloadOptions | None = None,
    http_client: httpx.AsyncClient | None = None,
) -> DownloadedFile:
    """Bring one file without blocking the event loop; as ``download``."""
    order = target_from_url(url, to, kind=kind, overwrite=overwrite)
    return (await download_all_async([order], manner=manner, http_client=http_client))[0]


def download_all(
    orders: Sequence[DownloadTarget], *, manner: DownloadOptions | None = None, http_client: httpx.Client | None = None
) -> tuple[DownloadedFile, ...]:
    """Bring several files, ``manner.at_once`` at a time.

    Args:
        orders: of files with different targets.
        manner: for all of them.
        http_client: whose connections and proxies are used; its headers and key are not sent.

    Returns:
        What was saved, in the order of *orders*.

    Raises:
        DownloadError: a file could not be brought; the others are brought all the same.
        ConfigurationError: the progress callback is a coroutine function.
    """
    chosen, stop = manner or DownloadOptions(), threading.Event()
    tell = _teller(chosen, stop)
    with _client(http_client) as client:
        if len(orders) == 1:
            return (_bring(orders[0], client, manner=chosen, tell=tell),)
        with ThreadPoolExecutor(max(1, chosen.at_once), "reelscore-download") as pool:
            jobs = [pool.submit(_bring, order, client, manner=chosen, tell=tell) for order in orders]
            return _all_or_error(_gathered(jobs, stop))


async def download_all_async(
    orders: Sequence[DownloadTarget],
    *,
    manner: DownloadOptions | None = None,
    http_client: httpx.AsyncClient | None = None,
) -> tuple[DownloadedFile, ...]:
    """Bring several files without blocking the event loop; as ``download_all``, and the callback may be a coroutine."""
    chosen = manner or DownloadOptions()
    places = asyncio.Semaphore(max(1, chosen.at_once))
    async with _async_client(http_client) as client:

        async def bring(order: DownloadTarget) -> DownloadedFile:
            async with places:
                return await _bring_async(order, client, manner=chosen)

        return _all_or_error(await asyncio.gather(*map(bring, orders), return_exceptions=True))


def _bring(
    order: DownloadTarget, client: httpx.Client, *, manner: DownloadOptions, tell: Callable[[DownloadProgress], None]
) -> DownloadedFile:
    from reelscore.downloads import streams

    part = PartialFile(order.target, kind=order.kind, overwrite=order.overwrite)
    try:
        return streams.run(fetch(order, manner=manner, part=part), client, manner=manner, tell=tell)
    finally:
        part.close()


async def _bring_async(order: DownloadTarget, client: httpx.AsyncClient, *, manner: DownloadOptions) -> DownloadedFile:
    from reelscore.downloads import streams

    part = PartialFile(order.target, kind=order.kind, overwrite=order.overwrite)
    try:
        flow = fetch(order, manner=manner, part=part)
        return await streams.run_async(flow, client, manner=manner, tell=_async_teller(manner))
    finally:
        part.close()


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
        words = "; ".join(str(error) for error in errors)
        raise DownloadError(f"{len(errors)} of {len(outcomes)} files failed: {words}") from errors[0]
    if errors:
        raise errors[0]
    return tuple(outcome for outcome in outcomes if isinstance(outcome, DownloadedFile))


def _teller(manner: DownloadOptions, stop: threading.Event) -> Callable[[DownloadProgress], None]:
    listener = manner.on_progress
    if inspect.iscoroutinefunction(listener):
        raise ConfigurationError("on_progress is a coroutine function; give the blocking client a plain one")

    def tell(moved: DownloadProgress) -> None:
        if stop.is_set():
            raise DownloadError(f"{moved.path.name}: stopped; what came is kept")
        _heard(listener, moved)

    return tell


def _async_teller(manner: DownloadOptions) -> Callable[[DownloadProgress], Awaitable[None]]:
    async def tell(moved: DownloadProgress) -> None:
        answer = _heard(manner.on_progress, moved)
        if inspect.isawaitable(answer):
            try:
                await answer
            except Exception:
                _logger.exception("on_progress failed; the download goes on")

    return tell


def _heard(listener: Callable[[DownloadProgress], object] | None, moved: DownloadProgress) -> object:
    try:
        return listener(moved) if listener else None
    except Exception:
        _logger.exception("on_progress failed; the download goes on")
        return None


@contextmanager
def _client(given: httpx.Client | None) -> Generator[httpx.Client]:
    from reelscore.downloads import streams

    if given is not None:
        yield given
        return
    with streams.new_client() as client:
        yield client


@asynccontextmanager
async def _async_client(given: httpx.AsyncClient | None) -> AsyncGenerator[httpx.AsyncClient]:
    from reelscore.downloads import streams

    if given is not None:
        yield given
        return
    async with streams.new_async_client() as client:
        yield client
