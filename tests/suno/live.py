"""Clients against a sandbox, which turn its clock, and a sound to upload."""

from __future__ import annotations

import struct
import wave
from io import BytesIO
from typing import Any

from reelscore.sandbox import Sandbox
from reelscore.suno import AsyncSuno, Suno
from tests.turned import moving

PLACES: list[dict[str, Any]] = [{"host": "kie.ai"}, {"host": "sunoapi.org"}, {"host": "kie.ai", "route": "jobs"}]


def blocking(sandbox: Sandbox, **place: Any) -> Suno:
    return Suno(sandbox=sandbox, ledger=None, clock=moving(sandbox), **place)


def awaiting(sandbox: Sandbox, **place: Any) -> AsyncSuno:
    return AsyncSuno(sandbox=sandbox, ledger=None, clock=moving(sandbox), **place)


def sound(seconds: float = 20.0, *, rate: int = 8000) -> bytes:
    """Make a quiet WAV file of a length."""
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(rate)
        out.writeframes(struct.pack("B", 128) * int(seconds * rate))
    return file.getvalue()
