"""Whole songs: from words, from a track that Suno made, from audio of yours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from reelscore.rules.schema import Upload, field_info
from reelscore.suno.literals import Gender, Model, PersonaKind
from reelscore.suno.requests import base
from reelscore.suno.requests.base import SunoTask, on_both
from reelscore.suno.results import Song

_CUSTOM = ("style", "title")


@attrs.frozen(kw_only=True)
class Generate(SunoTask[Song]):
    """Make two songs from an idea, or from lyrics, style and title (custom mode)."""

    operation: ClassVar[str] = "generate"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"custom_mode": _CUSTOM, "instrumental": ()}
    sample: ClassVar[Mapping[str, Any]] = {
        "prompt": "[Verse] Night city lights",
        "style": "folk",
        "title": "Fox",
        "model": "V5",
        "custom_mode": True,
        "instrumental": False,
        "call_back_url": "https://example.com/callback",
    }

    prompt: str | None = attrs.field(default=None, metadata=base.PROMPT)
    model: Model = attrs.field(metadata=base.MODEL)
    style: str | None = attrs.field(default=None, metadata=base.STYLE)
    title: str | None = attrs.field(default=None, metadata=base.TITLE)
    instrumental: bool | None = attrs.field(
        default=None, metadata=field_info("music without a voice; false when left out")
    )
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
    duration: float | None = attrs.field(default=None, metadata=base.DURATION)
    lyrics: str | None = attrs.field(default=None, metadata=base.LYRICS)
    variety: int | None = attrs.field(default=None, metadata=base.VARIETY)
    image_urls: Sequence[Upload] | None = attrs.field(default=None, metadata=field_info("up to 5 pictures; not custom"))
    video_urls: Sequence[Upload] | None = attrs.field(
        default=None, metadata=field_info("one video; not in custom mode")
    )
    audio_urls: Sequence[Upload] | None = attrs.field(
        default=None, metadata=field_info("recordings; not in custom mode")
    )
    call_back_url: str | None = attrs.field(default=None, metadata=base.CALLBACK)


@attrs.frozen(kw_only=True)
class Extend(SunoTask[Song]):
    """Continue a track that Suno made; with its own prompt, style and title, or with those of the track."""

    operation: ClassVar[str] = "extend"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/extend")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    starts_from: ClassVar[str] = "song"
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"default_param_flag": ("prompt", *_CUSTOM, "continue_at")}
    sample: ClassVar[Mapping[str, Any]] = {
        "audio_id": "e231-8cadc7dc",
        "model": "V5",
        "default_param_flag": True,
        "prompt": "Extend the music with a gentle bridge",
        "style": "Classical",
        "title": "Peaceful Piano Extended",
        "continue_at": 60,
        "call_back_url": "https://example.com/callback",
    }

    audio_id: str = attrs.field(metadata=field_info("the track to continue"))
    model: Model = attrs.field(metadata=field_info("that of the source track"))
    prompt: str | None = attrs.field(default=None, metadata=base.PROMPT)
    style: str | None = attrs.field(default=None, metadata=base.STYLE)
    title: str | None = attrs.field(default=None, metadata=base.TITLE)
    continue_at: float | None = attrs.field(
        default=None, metadata=field_info("second of the source where the new part starts")
    )
    default_param_flag: bool | None = attrs.field(
        default=None, metadata=field_info("true: own parameters; follows from prompt, style, title, continue_at")
    )
    instrumental: bool | None = attrs.field(default=None, metadata=field_info("music without a voice"))
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
    source_model: str | None = attrs.field(default=None, metadata=base.SOURCE_MODEL)


@attrs.frozen(kw_only=True)
class UploadCover(SunoTask[Song]):
    """Sing an uploaded song in another style; the melody stays."""

    operation: ClassVar[str] = "upload_cover"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/upload-cover")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"custom_mode": _CUSTOM, "instrumental": ()}
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "prompt": "[Verse] A calm piano",
        "style": "Classical",
        "title": "Peaceful Piano",
        "model": "V5",
        "custom_mode": True,
        "instrumental": False,
        "call_back_url": "https://example.com/callback",
    }

    upload_url: Upload = attrs.field(metadata=base.UPLOAD)
    model: Model = attrs.field(metadata=base.MODEL)
    prompt: str | None = attrs.field(default=None, metadata=base.PROMPT)
    style: str | None = attrs.field(default=None, metadata=base.STYLE)
    title: str | None = attrs.field(default=None, metadata=base.TITLE)
    instrumental: bool | None = attrs.field(
        default=None, metadata=field_info("music without a voice; false when left out")
    )
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
    source_seconds: float | None = attrs.field(default=None, metadata=base.SECONDS)


@attrs.frozen(kw_only=True)
class UploadExtend(SunoTask[Song]):
    """Continue an uploaded song; with its own style and title, or with what the song has."""

    operation: ClassVar[str] = "upload_extend"
    route: ClassVar[Mapping[str, str]] = on_both("POST /api/v1/generate/upload-extend")
    family: ClassVar[str] = "music"
    result: ClassVar[Any] = Song
    switches: ClassVar[Mapping[str, tuple[str, ...]]] = {"default_param_flag": (*_CUSTOM, "continue_at")}
    sample: ClassVar[Mapping[str, Any]] = {
        "upload_url": "https://example.com/music.mp3",
        "model": "V5",
        "default_param_flag": True,
        "prompt": "Extend the music with more relaxing notes",
        "style": "Classical",
        "title": "Peaceful Piano Extended",
        "continue_at": 60,
        "call_back_url": "https://example.com/callback",
    }

    upload_url: Upload = attrs.field(metadata=base.UPLOAD)
    model: Model = attrs.field(metadata=field_info("that of the source music"))
    prompt: str | None = attrs.field(
        default=None, metadata=field_info("exact lyrics, or what the new part should be like")
    )
    style: str | None = attrs.field(default=None, metadata=base.STYLE)
    title: str | None = attrs.field(default=None, metadata=base.TITLE)
    continue_at: float | None = attrs.field(
        default=None, metadata=field_info("second of the upload where the new part starts")
    )
    instrumental: bool | None = attrs.field(default=None, metadata=field_info("music without a voice"))
    default_param_flag: bool | None = attrs.field(
        default=None, metadata=field_info("true: own parameters; follows from style, title, continue_at when left out")
    )
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
    source_model: str | None = attrs.field(default=None, metadata=base.SOURCE_MODEL)
