"""Music made from other music: accompaniment, vocals, a new section, a mashup; and single sounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from reelscore.rules.schema import Upload, field_info
from reelscore.suno.literals import Gender, Model, PersonaKind, SoundKey
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoTask, on_both
from reelscore.suno.results import Song


@attrs.frozen(kw_only=True)
class AddInstrumental(SunoTask[Song]):
    """Play an accompaniment to an uploaded voice or melody."""

    operation: ClassVar[str] = "add_instrumental"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/add-instrumental")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "title": "Relaxing Piano",
        "tags": "relaxing, piano, soothing",
        "negative_tags": "heavy metal, fast drums",
        "call_back_url": "https://example.com/callback",
    }

    upload_url: Upload = attrs.field(metadata=base.UPLOAD)
    title: str = attrs.field(metadata=base.TITLE)
    tags: str = attrs.field(metadata=field_info("styles of the accompaniment"))
    negative_tags: str = attrs.field(metadata=base.NEGATIVE)
    model: Model | None = attrs.field(
        default=None, metadata=field_info("V4_5PLUS when left out; V6 on the newest pages")
    )
    vocal_gender: Gender | None = attrs.field(default=None, metadata=base.GENDER)
    style_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    weirdness_constraint: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    audio_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    lyrics: str | None = attrs.field(default=None, metadata=base.LYRICS)
    variety: int | None = attrs.field(default=None, metadata=base.VARIETY)
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class AddVocals(SunoTask[Song]):
    """Sing over an uploaded instrumental."""

    operation: ClassVar[str] = "add_vocals"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/add-vocals")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "prompt": "A calm and relaxing piano track.",
        "title": "Relaxing Piano",
        "style": "Jazz",
        "negative_tags": "heavy metal, strong drum beats",
        "call_back_url": "https://example.com/callback",
    }

    upload_url: Upload = attrs.field(metadata=base.UPLOAD)
    prompt: str | None = attrs.field(default=None, metadata=field_info("what the voice should do"))
    title: str = attrs.field(metadata=base.TITLE)
    style: str = attrs.field(metadata=base.STYLE)
    negative_tags: str = attrs.field(metadata=base.NEGATIVE)
    model: Model | None = attrs.field(
        default=None, metadata=field_info("V4_5PLUS when left out; V6 on the newest pages")
    )
    vocal_gender: Gender | None = attrs.field(default=None, metadata=base.GENDER)
    style_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    weirdness_constraint: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    audio_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    lyrics: str | None = attrs.field(default=None, metadata=base.LYRICS)
    variety: int | None = attrs.field(default=None, metadata=base.VARIETY)
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class ReplaceSection(SunoTask[Song]):
    """Sing a section of a song anew: of a track that Suno made, or of an uploaded song with a model."""

    operation: ClassVar[str] = "replace_section"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/replace-section")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    starts_from: ClassVar[str] = "song"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "2fac9f72",
        "audio_id": "e231-8cadc7dc",
        "prompt": "A calm and relaxing piano track.",
        "tags": "Jazz",
        "title": "Relaxing Piano",
        "infill_start_s": 10.5,
        "infill_end_s": 20.75,
        "full_lyrics": "[Verse 1]\nOriginal lyrics here",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("lyrics of the new section"))
    tags: str = attrs.field(metadata=base.STYLE)
    title: str = attrs.field(metadata=base.TITLE)
    infill_start_s: float = attrs.field(metadata=field_info("second where the section starts"))
    infill_end_s: float = attrs.field(metadata=field_info("second where it ends, 6 to 60 s later"))
    full_lyrics: str = attrs.field(metadata=field_info("lyrics of the whole song after the change"))
    task_id: str | None = attrs.field(default=None, metadata=field_info("task of the track"))
    audio_id: str | None = attrs.field(default=None, metadata=field_info("the track"))
    upload_url: Upload | None = attrs.field(default=None, metadata=base.UPLOAD)
    model: Model | None = attrs.field(default=None, metadata=field_info("with upload_url only"))
    negative_tags: str | None = attrs.field(default=None, metadata=base.NEGATIVE)
    vocal_gender: Gender | None = attrs.field(default=None, metadata=base.GENDER)
    style_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    weirdness_constraint: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    audio_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    persona_id: str | None = attrs.field(default=None, metadata=base.PERSONA)
    persona_model: PersonaKind | None = attrs.field(default=None, metadata=base.PERSONA_KIND)
    lyrics: str | None = attrs.field(default=None, metadata=base.LYRICS)
    variety: int | None = attrs.field(default=None, metadata=base.VARIETY)
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)
    source_seconds: float | None = attrs.field(default=None, metadata=base.SECONDS)


@attrs.frozen(kw_only=True)
class Mashup(SunoTask[Song]):
    """Make one song of two."""

    operation: ClassVar[str] = "mashup"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/mashup")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"custom_mode": ("style", "title")}
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url_list": ["https://example.com/audio1.mp3", "https://example.com/audio2.mp3"],
        "prompt": "[Verse] A calm piano",
        "style": "Jazz",
        "title": "Relaxing Piano",
        "model": "V5",
        "custom_mode": True,
        "instrumental": False,
        "call_back_url": "https://example.com/callback",
    }

    upload_url_list: Sequence[Upload] = attrs.field(
        metadata=field_info("two songs: URLs, or files that are uploaded first")
    )
    model: Model = attrs.field(metadata=base.MODEL)
    prompt: str | None = attrs.field(default=None, metadata=base.PROMPT)
    style: str | None = attrs.field(default=None, metadata=base.STYLE)
    title: str | None = attrs.field(default=None, metadata=base.TITLE)
    instrumental: bool | None = attrs.field(default=None, metadata=field_info("music without a voice"))
    custom_mode: bool | None = attrs.field(
        default=None, metadata=field_info("follows from style and title when left out")
    )
    negative_tags: str | None = attrs.field(default=None, metadata=base.NEGATIVE)
    vocal_gender: Gender | None = attrs.field(default=None, metadata=base.GENDER)
    style_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    weirdness_constraint: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    audio_weight: float | None = attrs.field(default=None, metadata=base.WEIGHT)
    persona_id: str | None = attrs.field(default=None, metadata=base.PERSONA)
    persona_model: PersonaKind | None = attrs.field(default=None, metadata=base.PERSONA_KIND)
    duration: int | None = attrs.field(default=None, metadata=base.DURATION)
    lyrics: str | None = attrs.field(default=None, metadata=base.LYRICS)
    variety: int | None = attrs.field(default=None, metadata=base.VARIETY)
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class Sounds(SunoTask[Song]):
    """Make a sound effect or a loop."""

    operation: ClassVar[str] = "sounds"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/sounds")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "rain on a tin roof",
        "model": "V5",
        "call_back_url": "https://example.com/callback",
    }

    prompt: str = attrs.field(metadata=field_info("what to hear"))
    model: Model = attrs.field(metadata=base.MODEL)
    sound_loop: bool | None = attrs.field(default=None, metadata=field_info("whether it can be looped"))
    sound_tempo: int | None = attrs.field(
        default=None, metadata=field_info("1 to 300 beats per minute; automatic when left out")
    )
    sound_key: SoundKey | None = attrs.field(default=None, metadata=field_info("key, such as Am; Any when left out"))
    grab_lyrics: bool | None = attrs.field(default=None, metadata=field_info("whether words that are heard come along"))
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)
