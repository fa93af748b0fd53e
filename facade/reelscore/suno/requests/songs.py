"""Whole songs: from words, from a track that Suno made, from audio of yours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from reelscore._attrs import frozen
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoTask
from reelscore.suno.results import Song
from reelscore_wire.suno import models as wire

_CUSTOM = ("style", "title")


@frozen(kw_only=True)
class Generate(wire.GenerateRequest, SunoTask[Song]):
    """Make two songs from an idea, or from lyrics, style and title (custom mode)."""

    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"custom_mode": _CUSTOM, "instrumental": ()}


@frozen(kw_only=True)
class Extend(wire.ExtendRequest, SunoTask[Song]):
    """Continue a track that Suno made; with its own prompt, style and title, or with those of the track."""

    starts_from: ClassVar[str] = "song"
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"default_param_flag": ("prompt", *_CUSTOM, "continue_at")}

    source_seconds: float | None = base.SECONDS
    source_model: str | None = base.SOURCE_MODEL


@frozen(kw_only=True)
class UploadCover(wire.UploadCoverRequest, SunoTask[Song]):
    """Sing an uploaded song in another style; the melody stays."""

    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"custom_mode": _CUSTOM, "instrumental": ()}

    source_seconds: float | None = base.SECONDS


@frozen(kw_only=True)
class UploadExtend(wire.UploadExtendRequest, SunoTask[Song]):
    """Continue an uploaded song; with its own style and title, or with what the song has."""

    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"default_param_flag": (*_CUSTOM, "continue_at")}

    source_seconds: float | None = base.SECONDS
    source_model: str | None = base.SOURCE_MODEL
