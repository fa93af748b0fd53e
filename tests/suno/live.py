"""A sandbox and clients against it, with a clock as fast as the sandbox's."""

from __future__ import annotations

import struct
import wave
from io import BytesIO
from typing import Any

from reelscore.flows.drivers import scaled_clock
from reelscore.sandbox import Sandbox
from reelscore.suno import AsyncSuno, Suno

SPEED = 600.0
PLACES: list[dict[str, Any]] = [{"host": "kie.ai"}, {"host": "sunoapi.org"}, {"host": "kie.ai", "route": "jobs"}]


def blocking(sandbox: Sandbox, **place: Any) -> Suno:
    return Suno(sandbox=sandbox, ledger=None, clock=scaled_clock(SPEED), **place)


def awaiting(sandbox: Sandbox, **place: Any) -> AsyncSuno:
    return AsyncSuno(sandbox=sandbox, ledger=None, clock=scaled_clock(SPEED), **place)


def sound(seconds: float = 20.0, *, rate: int = 8000) -> bytes:
    """Make a quiet WAV file of a length."""
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(rate)
        out.writeframes(struct.pack("B", 128) * int(seconds * rate))
    return file.getvalue()
