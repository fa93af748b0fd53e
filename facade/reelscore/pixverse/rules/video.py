"""Rows on what is made: model, length, quality, shape, words, switches, and the sound that is asked for with it."""

from __future__ import annotations

from reelscore.pixverse.rules.words import (
    AI,
    BEFORE_V6,
    CLIPS,
    CN,
    EXTENDING,
    FRAMED,
    FROM_V5,
    FROM_V55,
    FUSING,
    IMAGE_MADE,
    MISSING,
    MODELLED,
    MODELS,
    MOTIONS,
    MULTI_CLIP,
    NEW_RATIOS,
    NO_TEMPLATE,
    OLD,
    PROMPT,
    RATIOS,
    REFUSED,
    TEMPLATE,
    THINKING,
    TIMED,
    UP_TO_V5,
)
from reelscore.rules.kinds import ABSENT, ExactlyOneOf, Forbidden, Length, NotIn, OneOf, Range, Required, Rule, shared

NOT_MULTI_CLIP = tuple(model for model in MODELS if model not in MULTI_CLIP)
NOT_THINKING = tuple(model for model in MODELS if model not in THINKING)
NOT_CAMERA = tuple(model for model in MODELS if model not in ("v4", "v4.5"))
PLAIN_CLIPS = ("text_to_video", "image_to_video")
PLAIN = (*PLAIN_CLIPS, "transition")
AUDIBLE = (*CLIPS, "transition")
_SOUNDLESS = {"model": FROM_V55, "template_id": NO_TEMPLATE}
MOVED = (*FRAMED, "extend", "multi_transition")
_CAMERA = {"model": "v4.5", "quality": "540p", "duration": 5}
_TIMES = {"video_references": ABSENT}

VIDEO: tuple[Rule, ...] = (
    # Models. A word that no document knows passes, with a warning and without a price.
    OneOf("model.known", "model", enum=MODELS, operations=MODELLED, severity="warning",
        message="no document names this model; it is sent as it is and its price is unknown", source="S2 model; U",
        example={"model": "v9"}),
    OneOf("model.extend", "model", enum=EXTENDING, within=MODELS, operations=("extend",), code=REFUSED,
        message="extend takes neither v5.6 nor c1", source="M extend; CN; R", example={"model": "c1"}),
    OneOf("model.fusion", "model", enum=FUSING, within=MODELS, operations=("fusion",), code=REFUSED,
        message="fusion came with v4.5", source="M fusion; CN; K", example={"model": "v4"}),
    OneOf("model.multi-transition", "model", enum=UP_TO_V5, within=MODELS, operations=("multi_transition",),
        code=REFUSED, message="multi-transition ends with v5", source="M multi-transition", example={"model": "v6"}),
    # Length in seconds.
    *shared(operations=TIMED, code=REFUSED, source="S2 duration")(
        OneOf("duration.v5", "duration", enum=(5, 8), when={"model": UP_TO_V5} | _TIMES,
            message="models up to v5 make 5 or 8 s", example={"model": "v5", "duration": 7}),
        OneOf("duration.v5.6", "duration", enum=(5, 8, 10), when={"model": ("v5.5", "v5.6")} | _TIMES,
            message="v5.5 and v5.6 make 5, 8 or 10 s", example={"model": "v5.5", "duration": 6}),
        Range("duration.v6", "duration", minimum=1, maximum=15, when={"model": ("v6", "c1")} | _TIMES,
            message="v6 and c1 make any whole number of seconds from 1 to 15", example={"model": "v6", "duration": 16}),
    ),
    OneOf("duration.v3.5-1080p", "duration", enum=(5,), operations=FRAMED,
        when={"model": ("v3.5",), "quality": ("1080p",)}, code=REFUSED,
        message="v3.5 makes no 8 s at 1080p; 5 s at 1080p cost 120, 8 s at 720p 120", source="S2 duration",
        example={"model": "v3.5", "quality": "1080p", "duration": 8}),
    OneOf("duration.v3.5-1080p.extend", "duration", enum=(5,), operations=("extend",),
        when={"model": ("v3.5",), "quality": ("1080p",)}, code=REFUSED, message="v3.5 makes no 8 s at 1080p",
        source="M extend", example={"model": "v3.5", "quality": "1080p", "duration": 8}),
    OneOf("duration.v5.5-1080p", "duration", enum=(5, 8), operations=TIMED,
        when={"model": ("v5.5",), "quality": ("1080p",)} | _TIMES, code=REFUSED,
        message="1080p with 10 s is not sold for v5.5; 8 s at 1080p costs 240, 10 s at 720p 132",
        source="S2 duration; U", example={"model": "v5.5", "quality": "1080p", "duration": 10}),
    OneOf("duration.v5.6-1080p", "duration", enum=(5, 8), operations=(*FRAMED, "fusion"),
        when={"model": ("v5.6",), "quality": ("1080p",)} | _TIMES, code=REFUSED,
        message="1080p with 10 s is not sold for v5.6; 8 s at 1080p costs 150, 10 s at 720p 99",
        source="S2 duration; U", example={"model": "v5.6", "quality": "1080p", "duration": 10}),
    OneOf("duration.v4-1080p", "duration", enum=(5,), operations=(*FRAMED, "extend"),
        when={"model": ("v4", "v4.5"), "quality": ("1080p",)}, severity="warning",
        message="pixverseai.cn allows 8 s at 1080p, pages of 2025 refuse it and no price is published; 5 s cost 120",
        source="S2 duration against M", example={"model": "v4", "quality": "1080p", "duration": 8}),
    OneOf("duration.fusion-1080p", "duration", enum=(5,), operations=("fusion",),
        when={"model": ("v4.5",), "quality": ("1080p",)}, severity="warning",
        message="no price is published for 8 s at 1080p", source="M fusion prices",
        example={"model": "v4.5", "quality": "1080p", "duration": 8}),
    OneOf("duration.template", "duration", enum=(5,), operations=IMAGE_MADE, when={"template_id": TEMPLATE},
        severity="warning", message="the real length is the template's own; 5 is to be sent",
        source="CN template video", example={"template_id": 308621408717184, "model": "v5", "duration": 8}),
    # Shape.
    *shared(operations=("text_to_video", "fusion"), code=REFUSED)(
        OneOf("aspect-ratio.new", "aspect_ratio", enum=RATIOS, within=NEW_RATIOS, when={"model": BEFORE_V6},
            message="2:3, 3:2 and 21:9 came with v6 and c1", source="M v6 and c1 release pages",
            example={"model": "v5.6", "aspect_ratio": "21:9"}),
    ),
    Forbidden("aspect-ratio.none", "aspect_ratio", operations=(*IMAGE_MADE, "transition", "extend", "multi_transition"),
        code=REFUSED, message="the result takes its shape from its input", source="S2 fields; M c1 release page",
        example={"aspect_ratio": "16:9"}),
    # Words.
    Required("prompt.needed", "prompt", operations=("text_to_video", "image_to_video", "transition"),
        when={"template_id": NO_TEMPLATE}, code=MISSING, message="only a template can do without words",
        source="S2 required", example={"prompt": ""}),
    Required("prompt.extend", "prompt", operations=("extend",), when={"template_id": NO_TEMPLATE}, code=MISSING,
        source="M extend", example={"prompt": ""}),
    *shared(operations=IMAGE_MADE)(
        Length("prompt.image.cn", "prompt", max_length=2048, hosts=CN, code=PROMPT, source="S2 prompt",
            example={"prompt": "a" * 2049}),
        Length("prompt.image.advised", "prompt", max_length=2048, hosts=AI, severity="warning",
            message="the source document allows 2,048, newer pages of pixverse.ai 5,000",
            source="S2 prompt against U, K", example={"prompt": "a" * 2049}),
    ),
    Range("template.given", "template_id", minimum=1, operations=("template_video", "image_template"), code=REFUSED,
        message="0 means no template", source="S2 template_id; CN template video", example={"template_id": 0}),
    # Pictures.
    ExactlyOneOf("image.one", "img_id", others=("img_ids",), operations=IMAGE_MADE, code=REFUSED,
        message="S2 lists both as needed, its text and example exclude each other", source="S2 img_ids; MCP",
        example={"img_id": 1, "img_ids": (1, 2), "template_id": 308621408717184}),
    Forbidden("image.many", "img_ids", operations=("image_to_video",), when={"template_id": NO_TEMPLATE}, code=REFUSED,
        message="several images are for templates of several images", source="S2 img_ids",
        example={"img_id": None, "img_ids": (1, 2)}),
    # Motion: fast costs double.
    *shared(operations=(*FRAMED, "extend"), code=REFUSED, source="S2 motion_mode")(
        OneOf("motion.v5", "motion_mode", enum=("normal",), within=MOTIONS, when={"model": FROM_V5},
            message="fast ends with v4.5",
            example={"model": "v5", "motion_mode": "fast", "quality": "540p", "duration": 5}),
        OneOf("motion.8s", "motion_mode", enum=("normal",), within=MOTIONS,
            when={"model": OLD, "duration": NotIn((5, None))}, message="fast is for 5 s",
            example={"model": "v4.5", "motion_mode": "fast", "quality": "540p", "duration": 8}),
    ),
    OneOf("motion.1080p", "motion_mode", enum=("normal",), within=MOTIONS, operations=MOVED,
        when={"quality": ("1080p",), "model": OLD}, code=REFUSED, message="fast is not for 1080p",
        source="M text-to-video; U",
        example={"model": "v4.5", "motion_mode": "fast", "quality": "1080p", "duration": 5}),
    # Camera, style, clips, thinking.
    *shared(operations=PLAIN_CLIPS, code=REFUSED, source="S2 camera_movement")(
        Forbidden("camera.model", "camera_movement", when={"model": NOT_CAMERA},
            message="camera movements are for v4 and v4.5", example={"model": "v6", "camera_movement": "zoom_in"}),
    ),
    Forbidden("camera.template", "camera_movement", operations=CLIPS, when={"template_id": TEMPLATE}, code=REFUSED,
        message="a template moves by itself", source="MCP",
        example={**_CAMERA, "template_id": 308621408717184, "camera_movement": "zoom_in"}),
    Forbidden("camera.text-image", "camera_movement", operations=("transition", "extend", "fusion"), code=REFUSED,
        message="camera movements are for text and image to video", source="S2 camera_movement",
        example={"camera_movement": "zoom_in"}),
    *shared(operations=(*CLIPS, "extend"))(
        Forbidden("style.model", "style", when={"model": MODELS[1:]}, severity="warning",
            message="documented to work with v3.5", source="M schema",
            example={"model": "v5", "duration": 5, "style": "anime"}),
    ),
    Forbidden("multi-clip.model", "generate_multi_clip_switch", unless=(False,), operations=CLIPS,
        when={"model": NOT_MULTI_CLIP}, code=REFUSED, message="several shots are for v5.5 and v6",
        source="S2 generate_multi_clip_switch", example={"model": "c1", "generate_multi_clip_switch": True}),
    Forbidden("multi-clip.none", "generate_multi_clip_switch", unless=(False,),
        operations=("transition", "extend", "fusion", "multi_transition"), code=REFUSED,
        message="several shots are for text and image to video", source="M v6 release page",
        example={"generate_multi_clip_switch": True}),
    *shared(operations=CLIPS, code=REFUSED, source="S2 thinking_type")(
        Forbidden("thinking.model", "thinking_type", when={"model": NOT_THINKING},
            message="it is for v5.5, v5.6 and v6", example={"model": "c1", "thinking_type": "auto"}),
    ),
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
