"""Hosts, routes and models of both vendors of Suno; other vocabularies are in the specification."""

from __future__ import annotations

KIE = "kie.ai"
SUNOAPI = "sunoapi.org"
JOBS = "kie.ai#jobs"
"""Kie's second route: the same key and account, other paths and field names."""
DEDICATED = (KIE, SUNOAPI)
PLACEHOLDER_CALLBACK = "https://reelscore.invalid/callback"
"""Sent where the vendor demands an address and nobody listens; looking at the task decides then."""

EARLY = ("V3_5", "V4")
"""Models with the short limits: 3,000 characters of lyrics, 200 of style, 80 of title; songs of up to 4 minutes."""
SHORT_TITLES = (*EARLY, "V4_5ALL")
FIFTH = ("V5", "V5_5")
SIXTH = ("V6", "V6_MINI", "V6_WILD")
KIE_MODELS = ("V4", "V4_5", "V4_5PLUS", "V4_5ALL", *FIFTH)
EVERY_MODEL = ("V3_5", *KIE_MODELS, *SIXTH)
READ_BACK = {"chirp-v3-5": "V3_5", "chirp-v4": "V4", "chirp-v4-5": "V4_5"}
"""Names that answers give for models, as far as the documents show them."""
