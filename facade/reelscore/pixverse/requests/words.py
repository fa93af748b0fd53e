"""What the requests of PixVerse share: rules and refusal codes; fields come from the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from reelscore._attrs import frozen
from reelscore.pixverse.results import Video
from reelscore.pixverse.rules import ROWS
from reelscore.pixverse.rules.words import MISSING, NEGATIVE_PROMPT, PROMPT, REFUSED
from reelscore.requests.request import DirectRequest, TaskRequest
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import field_info

R = TypeVar("R", covariant=True)

CODES = {"required": MISSING, "prompt": PROMPT, "negative_prompt": NEGATIVE_PROMPT, "": REFUSED}
"""What the vendor answers where a limit of the specification is passed, by field."""
SECONDS = field_info("length of the input in seconds, for the price; it is not sent", local=True)


@frozen(kw_only=True)
class VideoRequest(TaskRequest[Video]):
    """A request that makes a video."""

    vendor: ClassVar[str] = "pixverse"
    rules: ClassVar[tuple[Rule, ...]] = ROWS
    codes: ClassVar[Mapping[str, int]] = CODES


@frozen(kw_only=True)
class Answered(DirectRequest[R]):
    """A request that is answered at once."""

    vendor: ClassVar[str] = "pixverse"
    rules: ClassVar[tuple[Rule, ...]] = ROWS
    codes: ClassVar[Mapping[str, int]] = CODES
