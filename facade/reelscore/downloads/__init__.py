"""Downloads: resumed where they were cut, verified, and under their name only when whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reelscore.downloads.fetch import DownloadOptions, DownloadProgress, options_for
from reelscore.downloads.partfile import DownloadedFile, FileIdentity, files_of
from reelscore.downloads.targets import (
    DownloadTarget,
    TaskFiles,
    check_destination,
    check_targets,
    target_for,
    targets_for,
)

if TYPE_CHECKING:
    from reelscore.downloads.http import download, download_all, download_all_async, download_async

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


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from reelscore.downloads import http  # httpx is slow to import

    return getattr(http, name)
