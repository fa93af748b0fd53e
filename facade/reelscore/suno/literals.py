"""Vocabularies of both vendors of Suno: hosts, models, voices, keys, stems; their combinations are in rules."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

KIE = "kie.ai"
SUNOAPI = "sunoapi.org"
JOBS = "kie.ai#jobs"
"""Kie's second route: the same key and account, other paths and field names."""
DEDICATED = (KIE, SUNOAPI)
PLACEHOLDER_CALLBACK = "https://reelscore.invalid/callback"
"""Sent where the vendor demands an address and nobody listens; looking at the task decides then."""

Model: TypeAlias = Literal["V3_5", "V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5", "V6", "V6_MINI", "V6_WILD"] | str
Gender: TypeAlias = Literal["m", "f"] | str
PersonaKind: TypeAlias = Literal["style_persona", "voice_persona"] | str
StemKind: TypeAlias = Literal["separate_vocal", "split_stem", "split_stem_advanced"] | str
Language: TypeAlias = Literal["en", "zh", "es", "fr", "pt", "de", "ja", "ko", "hi", "ru"] | str
SkillLevel: TypeAlias = Literal["beginner", "intermediate", "advanced", "professional"] | str
SoundKey: TypeAlias = (
    Literal[
        "Any", "Cm", "C#m", "Dm", "D#m", "Em", "Fm", "F#m", "Gm", "G#m", "Am", "A#m", "Bm",
        "C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B",
    ]
    | str
)  # fmt: skip

EARLY = ("V3_5", "V4")
"""Models with the short limits: 3,000 characters of lyrics, 200 of style, 80 of title; songs of up to 4 minutes."""
SHORT_TITLES = (*EARLY, "V4_5ALL")
FIFTH = ("V5", "V5_5")
SIXTH = ("V6", "V6_MINI", "V6_WILD")
KIE_MODELS = ("V4", "V4_5", "V4_5PLUS", "V4_5ALL", *FIFTH)
EVERY_MODEL = ("V3_5", *KIE_MODELS, *SIXTH)
READ_BACK = {"chirp-v3-5": "V3_5", "chirp-v4": "V4", "chirp-v4-5": "V4_5"}
"""Names that answers give for models, as far as the documents show them."""


def words(vocabulary: object) -> tuple[str, ...]:
    """Return the closed part of a vocabulary such as ``Gender``."""
    return tuple(get_args(get_args(vocabulary)[0]))


STEM_NAMES = (
    "Lead Vocal", "Drum Kit", "Kick", "Snare", "Risers", "Bass", "Backing Vocals", "Piano", "Electric Guitar",
    "Percussion", "String Section", "Synth", "Acoustic Guitar", "Sound Effects", "Synth Pad", "Synth Bass", "Guitar",
    "Brass Section", "Organ", "Electronic Drum Kit", "Lead Electric Guitar", "Synth Keys", "Rhythm Electric Guitar",
    "Electric Piano", "Upright Bass", "Keyboards", "Distorted Electric Guitar", "Synth Strings", "Synth Lead",
    "Woodwinds", "Rhythm Acoustic Guitar", "Flute", "Harp", "Tambourine", "Trumpet", "Arpeggiator", "Accordion",
    "Fiddle", "Pedal Steel Guitar", "Synth Voice", "Violin", "Digital Piano", "Synth Brass", "Mandolin", "Choir",
    "Banjo", "Bells", "Clarinet", "Tenor Saxophone", "Trombone", "Shaker", "French Horn", "Glockenspiel",
    "Electric Bass", "Cello", "Timpani", "Harmonica", "Marimba", "Vibraphone", "Lap Steel Guitar", "Saxophone",
    "Orchestra", "Horns", "Cymbals", "Hand Clap", "Oboe", "Celesta", "Congas", "Drone", "Alto Saxophone",
    "Double Bass", "Ukulele", "Harpsichord", "Baritone Saxophone", "Xylophone", "Tuba", "Bass Guitar", "Whistle",
    "Lead Guitar", "Rhodes", "808", "Bongos", "Bassoon", "Cowbell", "Viola", "Sitar", "Steel Drums", "Piccolo",
    "Theremin", "Bagpipes", "Hi-Hat", "Music Box", "Melodica", "Tabla", "Koto", "Djembe", "Taiko", "Didgeridoo",
)  # fmt: skip
"""Stems that split_stem_advanced can take out of a song (Kie.ai OpenAPI export, 2026-08-12)."""
