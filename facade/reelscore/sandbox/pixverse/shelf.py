"""The lists of PixVerse: speakers, custom voices, restyle presets, templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reelscore.sandbox.calls import Refusal
from reelscore.sandbox.pixverse.words import accept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.calls import Answer, Call

NAMES = (
    "Emily",
    "James",
    "Isabella",
    "Liam",
    "Chloe",
    "Adrian",
    "Harper",
    "Ava",
    "Sophia",
    "Julia",
    "Mason",
    "Jack",
    "Oliver",
    "Ethan",
)
SPEAKERS: Mapping[str, str] = {"Auto": "Auto", **{str(number): name for number, name in enumerate(NAMES, 1)}}
"""Speaker id to name. Source: pixverse.md §3.8."""
RESTYLES = (
    "Anime",
    "Clay",
    "Comic",
    "Cyberpunk",
    "Ghibli",
    "Lego",
    "Oil painting",
    "Origami",
    "Pixel art",
    "Plush",
    "Sketch",
    "Watercolor",
)
"""Presets of the sandbox; the vendor's list is not published."""
TEMPLATES = {
    302325299692608: ("Kiss Kiss", 1),
    308621408717184: ("Muscle Surge", 1),
    315446315336768: ("Hug Your Love", 2),
    384268229671680: ("Figurine", 1),
}
"""Template id to name and number of images. The ids are the ones that the vendor's pages show."""


def paged(call: Call, items: list[Any], *, number: str, size: str, sizes: tuple[int, ...] = ()) -> list[Any]:
    """Return one page of *items* by the query; page 1 of 20 when the query is silent."""
    try:
        page, length = int(call.query.get(number, 1)), int(call.query.get(size, 20))
    except ValueError:
        raise Refusal("type", f"{number} and {size} must be integers") from None
    if page < 1 or length < 1 or (sizes and length not in sizes):
        raise Refusal(
            "invalid", f"{size} must be one of {', '.join(map(str, sizes)) or '1 or more'}, {number} 1 or more"
        )
    return items[(page - 1) * length : page * length]


def old_speakers(call: Call) -> Answer:
    """Answer ``GET /video/lip_sync/tts_list``."""
    listed = [{"speaker_id": key, "name": name} for key, name in SPEAKERS.items()]
    return accept({"total": len(listed), "data": paged(call, listed, number="page_num", size="page_size")})


def speakers(call: Call) -> Answer:
    """Answer ``GET /video/tts_speaker``."""
    kind = call.query.get("speaker_type", "all")
    if kind not in {"system", "custom", "all"}:
        raise Refusal("invalid", "speaker_type must be system, custom or all")
    system = [{"speaker_id": key, "name": name, "speaker_type": "system"} for key, name in SPEAKERS.items()]
    custom = [
        {"speaker_id": key, "name": name, "speaker_type": "custom"}
        for key, name in call.engine.owned(call.owner, "voices").items()
    ]
    listed = {"system": system, "custom": custom, "all": system + custom}[kind]
    return accept(
        {
            "total": len(listed),
            "data": paged(call, listed, number="page_num", size="page_size", sizes=(10, 20, 50, 100)),
        }
    )


def create_voice(call: Call) -> Answer:
    """Answer ``POST /video/tts_speaker``; free in the sandbox, as no price is published."""
    name, audio = call.fields.get("name"), call.fields.get("audio_media_id")
    if not isinstance(name, str) or not name:
        raise Refusal("missing", "name is required")
    if not isinstance(audio, int):
        raise Refusal("missing" if audio is None else "type", "audio_media_id must be an integer")
    kept = call.engine.owned(call.owner, "media").get(str(audio))
    if call.engine.settings.strict_references and (kept is None or kept["media_type"] != "audio"):
        raise Refusal("invalid", f"audio_media_id {audio} is not an audio")
    speaker = str(call.engine.new_number())
    call.engine.owned(call.owner, "voices")[speaker] = name
    return accept({"speaker_id": speaker, "name": name})


def delete_voice(call: Call) -> Answer:
    """Answer ``DELETE /video/tts_speaker/{speaker_id}``."""
    if call.engine.owned(call.owner, "voices").pop(call.params["speaker_id"], None) is None:
        raise Refusal("unknown_id")
    return accept({})


def restyles(call: Call) -> Answer:
    """Answer ``GET /video/restyle/list``; the answer is a bare list."""
    listed = [
        {
            "restyle_id": number,
            "restyle_name": name,
            "restyle_prompt": f"{name} style",
            "cover_url": f"{call.origin}/media/restyle/{number}.png",
        }
        for number, name in enumerate(RESTYLES, 1)
    ]
    return accept(paged(call, listed, number="page_num", size="page_size"))


def templates(call: Call) -> Answer:
    """Answer ``GET /video/effects/templates/list``."""
    if call.query.get("type", "1") not in {"1", "2"}:
        raise Refusal("invalid", "type must be 1 or 2")
    listed = [
        {"template_id": key, "display_name": name, "img_count": images, "credits": 45}
        for key, (name, images) in sorted(TEMPLATES.items())
    ]
    return accept(
        {
            "total": len(listed),
            "effect_items": paged(call, listed, number="page", size="pageSize", sizes=(10, 20, 50, 100)),
        }
    )


def verify_audio(call: Call) -> Answer:
    """Answer ``POST /audio/verification``."""
    audio = call.fields.get("audio_media_id")
    if not isinstance(audio, int) or isinstance(audio, bool):
        raise Refusal("missing" if audio is None else "type", "audio_media_id must be an integer")
    kept = call.engine.owned(call.owner, "media").get(str(audio))
    if call.engine.settings.strict_references and (kept is None or kept["media_type"] != "audio"):
        raise Refusal("invalid", f"no matching audio_media_id {audio}")
    call.engine.owned(call.owner, "verified")[str(audio)] = True
    return accept({})
