"""The published examples, read as they expect; a deviation is a row with its reason, never a case in a test."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reelscore.pixverse import ON_PIXVERSE_AI
from reelscore.vendors.family import Family
from tests.families import family

DATA = Path(__file__).parent.parent / "data"


class Deviation(NamedTuple):
    """An example that is read otherwise than it says."""

    id: str
    reading: str
    source: str


DEVIATIONS: list[Deviation] = []
EXAMPLES: list[dict[str, Any]] = json.loads((DATA / "pixverse-examples.json").read_text("utf-8"))
HOSTS = {"app-api.pixverse.ai": "pixverse.ai", "app-api.pixverseai.cn": "pixverseai.cn"}


def of_kind(*kinds: str) -> list[dict[str, Any]]:
    deviating = {deviation.id for deviation in DEVIATIONS}
    return [example for example in EXAMPLES if example["kind"] in kinds and example["id"] not in deviating]


def host_of(example: Mapping[str, Any]) -> Family:
    return family(HOSTS[example["host"]])


def operation_of(example: Mapping[str, Any]) -> str:
    return ON_PIXVERSE_AI.name_of(example["op"])
