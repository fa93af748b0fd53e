"""Who says so: a person can follow every source that a rule names."""

import re

import pytest

from reelscore.catalog.operations import VENDORS, operations, rows_of
from reelscore.pixverse import TextToVideo
from reelscore.rules.sources import cited

ROWS = [row for vendor in VENDORS for cls in operations(vendor).values() for row in rows_of(cls)]
CLIENT = "a client checked against PixVerse's pages"
TAG = re.compile(r"(^|[;,] |against |and )([A-Z]{1,3}\d?|kit|cn-[a-z-]+|ai-reference)( |;|,|$)")


def test_no_rule_names_its_source_by_a_tag_alone() -> None:
    told = {cited(row.source) for row in ROWS}

    assert {source for source in told if TAG.search(source) and "RFC" not in source} == set()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "S0",
            "sound-effect guide of pixverseai.cn, 2025-08-06 <https://docs.platform.pai.video/318155083e0>",
        ),
        ("K", f"{CLIENT}, 2026-09-20"),
        ("kit 2026-09-18", f"{CLIENT}, 2026-09-18"),
        ("MCP; I", "PixVerse's own MCP server, 2025-10-22; an integrator's notes on PixVerse, 2026"),
        (
            "K duration against MCP",
            f"{CLIENT}, 2026-09-20: duration, against PixVerse's own MCP server, 2025-10-22",
        ),
        ("Kie.ai docs, 2026-04-20", "Kie.ai docs, 2026-04-20"),
        ("", ""),
    ],
)
def test_a_source_says_title_date_address_and_place(source: str, told: str) -> None:
    assert cited(source) == told


def test_a_broken_rule_says_who_says_so() -> None:
    shot = TextToVideo(prompt="a fox", model="v5", duration=7, quality="540p", aspect_ratio="16:9")
    [violation] = shot.violations()

    assert violation.source.startswith("image-to-video reference of pixverseai.cn, 2026-04")
