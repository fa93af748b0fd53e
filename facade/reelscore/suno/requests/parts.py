"""Music made from other music: accompaniment, vocals, a new section, a mashup; and single sounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from reelscore._attrs import frozen
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoTask
from reelscore.suno.results import Song
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class AddInstrumental(wire.AddInstrumentalRequest, SunoTask[Song]):
    """Play an accompaniment to an uploaded voice or melody."""


@frozen(kw_only=True)
class AddVocals(wire.AddVocalsRequest, SunoTask[Song]):
    """Sing over an uploaded instrumental."""


@frozen(kw_only=True)
class ReplaceSection(wire.ReplaceSectionRequest, SunoTask[Song]):
    """Sing a section of a song anew: of a track that Suno made, or of an uploaded song with a model."""

    starts_from: ClassVar[str] = "song"

    source_seconds: float | None = base.SECONDS


@frozen(kw_only=True)
class Mashup(wire.MashupRequest, SunoTask[Song]):
    """Make one song of two."""

    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"custom_mode": ("style", "title")}


@frozen(kw_only=True)
class Sounds(wire.SoundsRequest, SunoTask[Song]):
    """Make a sound effect or a loop."""
