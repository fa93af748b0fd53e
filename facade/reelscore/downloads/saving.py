"""What a client does around a download: how files are fetched for it, and what its ledger is told of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from reelscore.downloads import DownloadedFile, DownloadOptions, manner_for
from reelscore.transport.http import USER_AGENT

if TYPE_CHECKING:
    from reelscore.ledger import LedgerTransaction


def download_options(base_url: str, seconds: float) -> DownloadOptions:
    """Give the manner in which a client's files are fetched."""
    return manner_for(base_url, user_agent=USER_AGENT, timeout=seconds)


def record(task: Any, saved: Sequence[DownloadedFile]) -> Callable[[LedgerTransaction], None]:
    """Give the job that writes down where the files of a task are; a value without a task has no row."""
    files = [{"path": str(file.path), "bytes": file.bytes, "sha256": file.sha256} for file in saved]
    return partial(_record, task=task, files=files)


def _record(tx: LedgerTransaction, *, task: Any, files: Sequence[dict[str, Any]]) -> None:
    if task is not None:
        tx.record_saved(tx.intent_for(task.intent, host=task.client.host.name, task_id=task.id), files)
