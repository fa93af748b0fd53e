from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs
from reelscore.effects import CallKind
from reelscore.requests.request import JsonObject
from reelscore.rules.schema import Upload, field_info


@attrs.frozen(kw_only=True, slots=False, init=False, eq=False, repr=False)
class StemsRequest(JsonObject):
    """Stems request."""

    operation: ClassVar[str] = "stems"
    role: ClassVar[CallKind] = CallKind.PAID
    source: ClassVar[str] = "Kie.ai docs, Vocal & Instrument Stem Separation 2026-04-20"
    sample: ClassVar[Mapping[str, Any]] = {
        "task_id": "5c79be8e",
        "audio_id": "e231-8cadc7dc",
        "call_back_url": "https://example.com/callback",
    }

    task_id: str | None = attrs.field(
        default=None,
        metadata=field_info("finished task of the song", wire="taskId", by_host={"sunoapi.org": {"required": True}}),
    )
    audio_id: str | None = attrs.field(
        default=None, metadata=field_info("the track", wire="audioId", by_host={"sunoapi.org": {"required": True}})
    )
    audio_url: Upload | None = attrs.field(
        default=None,
        metadata=field_info(
            "audio of yours, up to 20 MB, instead of a track", wire="audioUrl", media="audio", hosts=["kie.ai"]
        ),
    )
    type: Literal["separate_vocal", "split_stem", "split_stem_advanced"] | str | None = attrs.field(
        default=None, metadata=field_info("separate_vocal when left out", enum=True)
    )
    stem_name: (
        Literal[
            "Lead Vocal",
            "Drum Kit",
            "Kick",
            "Snare",
            "Risers",
            "Bass",
            "Backing Vocals",
            "Piano",
            "Electric Guitar",
            "Percussion",
            "String Section",
            "Synth",
            "Acoustic Guitar",
            "Sound Effects",
            "Synth Pad",
            "Synth Bass",
            "Guitar",
            "Brass Section",
            "Organ",
            "Electronic Drum Kit",
            "Lead Electric Guitar",
            "Synth Keys",
            "Rhythm Electric Guitar",
            "Electric Piano",
            "Upright Bass",
            "Keyboards",
            "Distorted Electric Guitar",
            "Synth Strings",
            "Synth Lead",
            "Woodwinds",
            "Rhythm Acoustic Guitar",
            "Flute",
            "Harp",
            "Tambourine",
            "Trumpet",
            "Arpeggiator",
            "Accordion",
            "Fiddle",
            "Pedal Steel Guitar",
            "Synth Voice",
            "Violin",
            "Digital Piano",
            "Synth Brass",
            "Mandolin",
            "Choir",
            "Banjo",
            "Bells",
            "Clarinet",
            "Tenor Saxophone",
            "Trombone",
            "Shaker",
            "French Horn",
            "Glockenspiel",
            "Electric Bass",
            "Cello",
            "Timpani",
            "Harmonica",
            "Marimba",
            "Vibraphone",
            "Lap Steel Guitar",
            "Saxophone",
            "Orchestra",
            "Horns",
            "Cymbals",
            "Hand Clap",
            "Oboe",
            "Celesta",
            "Congas",
            "Drone",
            "Alto Saxophone",
            "Double Bass",
            "Ukulele",
            "Harpsichord",
            "Baritone Saxophone",
            "Xylophone",
            "Tuba",
            "Bass Guitar",
            "Whistle",
            "Lead Guitar",
            "Rhodes",
            "808",
            "Bongos",
            "Bassoon",
            "Cowbell",
            "Viola",
            "Sitar",
            "Steel Drums",
            "Piccolo",
            "Theremin",
            "Bagpipes",
            "Hi-Hat",
            "Music Box",
            "Melodica",
            "Tabla",
            "Koto",
            "Djembe",
            "Taiko",
            "Didgeridoo",
        ]
        | str
        | None
    ) = attrs.field(
        default=None, metadata=field_info("for split_stem_advanced: which stem", wire="stemName", enum=True)
    )
    call_back_url: str | None = attrs.field(
        default=None,
        metadata=field_info(
            "where the vendor posts the result; filled in from the client or the environment", wire="callBackUrl"
        ),
    )
