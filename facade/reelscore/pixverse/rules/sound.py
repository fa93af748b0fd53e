"""Rows on sound and speech that are asked for together with a video."""

from __future__ import annotations

from reelscore.pixverse.rules.words import CLIPS, FROM_V55, NO_TEMPLATE, REFUSED, UP_TO_V5
from reelscore.rules.kinds import Forbidden, Length, Required, Rule, shared

AUDIBLE = (*CLIPS, "transition")
PLAIN = ("text_to_video", "image_to_video", "transition")
_SOUNDLESS = {"model": FROM_V55, "template_id": NO_TEMPLATE}

SOUND: tuple[Rule, ...] = (
    # The model's own sound.
    Forbidden("audio.model", "generate_audio_switch", unless=(False,), operations=(*AUDIBLE, "extend"),
        when={"model": UP_TO_V5}, code=REFUSED, message="models make sound from v5.5 on",
        source="S2 generate_audio_switch; CN transition", example={"model": "v4.5", "generate_audio_switch": True}),
    Forbidden("audio.extend-v5.5", "generate_audio_switch", unless=(False,), operations=("extend",),
        when={"model": ("v5.5",)}, severity="warning", message="only v6 is documented to extend with sound",
        source="M v6 release page", example={"model": "v5.5", "generate_audio_switch": True}),
    Forbidden("audio.fusion", "generate_audio_switch", unless=(False,), operations=("fusion",),
        when={"model": ("v4.5", "v5", "v5.5")}, code=REFUSED, message="fusion makes sound with v5.6, v6 and c1",
        source="M fusion; CN", example={"model": "v5", "generate_audio_switch": True}),
    # Inline sound effect: 10 credits per started 5 s, free with a template.
    *shared(operations=PLAIN, when=_SOUNDLESS, code=REFUSED)(
        Forbidden("sound-effect.model", "sound_effect_switch", unless=(False,),
            message="it is for v5 and older, or any model with a template", source="S2 sound_effect_switch",
            example={"model": "v6", "sound_effect_switch": True}),
        Forbidden("sound-effect.content", "sound_effect_content",
            message="it is for v5 and older, or any model with a template", source="S2 sound_effect_content",
            example={"model": "v6", "sound_effect_content": "sea waves"}),
    ),
    # Inline speech: 4 credits per second of the video.
    *shared(operations=AUDIBLE, source="CN text-to-video; M")(
        Forbidden("speech.model", "lip_sync_tts_switch", unless=(False,), when={"model": FROM_V55}, code=REFUSED,
            message="speech is for v5 and older",
            example={"model": "v5.5", "duration": 5, "lip_sync_tts_switch": True}),
        Forbidden("speech.content", "lip_sync_tts_content", when={"model": FROM_V55}, code=REFUSED,
            message="speech is for v5 and older",
            example={"model": "v5.5", "duration": 5, "lip_sync_tts_content": "Hello"}),
        Forbidden("speech.speaker", "lip_sync_tts_speaker_id", when={"model": FROM_V55}, code=REFUSED,
            message="speech is for v5 and older",
            example={"model": "v5.5", "duration": 5, "lip_sync_tts_speaker_id": "auto"}),
        Length("speech.long", "lip_sync_tts_content", max_length=140, severity="warning",
            message="about 140; what does not fit in the video is cut", source="S2 lip_sync_tts_content; M",
            example={"model": "v5", "duration": 5, "lip_sync_tts_switch": True, "lip_sync_tts_content": "a" * 141}),
        Required("speech.silent", "lip_sync_tts_content", when={"lip_sync_tts_switch": (True,), "model": UP_TO_V5},
            severity="warning", message="nothing is said without words", source="M lip sync guide, form of parameters",
            example={"model": "v5", "duration": 5, "lip_sync_tts_switch": True}),
    ),
)  # fmt: skip
