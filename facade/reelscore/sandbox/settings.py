"""What can be set on a sandbox: clock, port, seed, state and how strict it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from reelscore.sandbox.values import DAY


def _check_speed(_: Any, __: Any, value: float) -> None:
    if not 0 <= value < math.inf:
        raise ValueError(f"speed is {value:g}; it must be 0 or more")


@attrs.frozen(kw_only=True)
class Settings:
    """The options of one sandbox. All times are seconds of the sandbox clock unless said otherwise."""

    speed: float = attrs.field(default=60.0, validator=_check_speed)
    """Sandbox seconds per real second. 0 stops the clock: only `Sandbox.advance` moves it."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 0
    """TCP port; 0 takes a free one."""
    split_ports: bool = False
    """One port per vendor and upload host, instead of one port with prefixes."""
    seed: int = 0
    """Makes ids, durations and faults by rate repeatable."""
    state: Path | None = None
    """SQLite file that keeps accounts, tasks and books across restarts."""
    variation: float = 0.2
    """Durations vary by at most this share, evenly, by `seed`; 0 makes them exact."""
    durations: Mapping[str, float] = attrs.field(factory=dict[str, float])
    """Factor on the duration of an operation by name; the name ``*`` stands for all others."""
    strict_references: bool = True
    """Refuse ids of images, media, tasks and tracks that this account never made."""
    retention: float = 14 * DAY
    """How long files and finished tasks live (both Suno hosts document 14 days)."""
    keep_tasks: int = 5_000
    """Finished tasks beyond this number are dropped, oldest first."""
    log_size: int = 2_000
    """Requests that the log keeps."""
    rate_limit: int = 20
    """Submissions that a Suno host takes per 10 s of the sandbox clock; 0 turns the limit off."""
    webhook_secrets: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """Account key to the secret that its callbacks are signed with (Kie: webhookHmacKey)."""
    webhook_urls: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """PixVerse ``webhook_id`` to the address that its console would hold."""
    webhook_variant: str = "sorted"
    """How PixVerse callbacks are signed: ``sorted``, ``body-order`` or ``raw``."""
