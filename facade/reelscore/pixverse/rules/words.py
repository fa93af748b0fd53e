"""The vendor's vocabularies, the conditions that rows share, and who says so; no rows here.

Sources are named by the tags of ``rules/sources.csv``, the highest rank first. Where they disagree:
source documents first, then the newest dated first-party text.
"""

from __future__ import annotations

from reelscore.rules.kinds import NotIn

AI = ("pixverse.ai",)
CN = ("pixverseai.cn",)

MODELS = ("v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1")
OLD = ("v3.5", "v4", "v4.5")
UP_TO_V5 = (*OLD, "v5")
FROM_V5 = ("v5", "v5.5", "v5.6", "v6", "c1")
FROM_V55 = ("v5.5", "v5.6", "v6", "c1")
BEFORE_V6 = ("v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6")
EXTENDING = ("v3.5", "v4", "v4.5", "v5", "v5.5", "v6")
FUSING = ("v4.5", "v5", "v5.5", "v5.6", "v6", "c1")
MULTI_CLIP = ("v5.5", "v6")
THINKING = ("v5.5", "v5.6", "v6")

RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16")
NEW_RATIOS = (*RATIOS, "2:3", "3:2", "21:9")
AGENT_RATIOS = ("9:16", "16:9", "1:1", "4:3", "3:4", "21:9")
MOTIONS = ("normal", "fast")
MUSIC_STYLES = (
    *("pop", "rock", "hiphop", "r&b", "jazz", "reggae", "country", "folk", "electronic", "classical", "soul", "funk"),
    *("metal", "ambient", "others"),
)
MV_STYLES = (
    *("custom", "cinematic", "lo-fi", "dreamscape", "woolen felt", "candy", "vintage", "voxel", "retro game"),
    *("claymation", "woodland tale", "impressionism", "decadence", "futuristic", "chromatic clash", "holiday"),
)
CREATION_TYPES = (
    *("text_to_video", "image_to_video", "transition", "lip_sync", "extend", "sound_effect", "fusion", "restyle"),
    *("multi_transition", "swap", "agent", "swap_mask", "avatar", "image_to_image", "mimic", "modify", "upscale"),
)
RECREATE_AGENT = "414562414124109"
REAL_ESTATE_AGENT = "419629433597950"

NO_TEMPLATE = (None, 0)
"""In ``when``: no template; the source document's example sends 0 for none."""
TEMPLATE = NotIn(NO_TEMPLATE)
"""In ``when``: an effect template is asked for."""

IMAGE_MADE = ("image_to_video", "template_video")
CLIPS = ("text_to_video", *IMAGE_MADE)
FRAMED = (*CLIPS, "transition")
TIMED = (*FRAMED, "extend", "fusion")
MODELLED = (*TIMED, "multi_transition")
EDITS = ("lip_sync", "sound_effect", "restyle", "swap", "mask_selection", "mimic", "modify", "upscale")
VOICED = ("lip_sync", "avatar")
SEEN_ON_AI_ONLY = (
    *("usage", "speakers", "create_voice", "delete_voice", "upscale", "avatar", "recreate", "real_estate"),
    *("verify_audio", "music_video", "templates"),
)
"""Operations that no text of pixverseai.cn names; unseen is not absent."""

MISSING = 400011
REFUSED = 400017
PROMPT = 400018
NEGATIVE_PROMPT = 400019
