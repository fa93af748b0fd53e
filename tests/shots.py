"""A small request class with one row of each kind, for tests of the machinery; the vendors' own have their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal

import attrs

from reelscore.pricing import PriceLine, Quote, credits
from reelscore.requests.request import JsonObject, TaskRequest
from reelscore.rules.kinds import (
    ABSENT,
    FROM_WIRE,
    GIVEN,
    CustomRule,
    ExactlyOneOf,
    Forbidden,
    Length,
    NotIn,
    OneOf,
    Range,
    Required,
    Rule,
    Values,
)
from reelscore.rules.schema import Media, field_info
from reelscore.vendors.host import Host


def _too_long_together(values: Values) -> Iterable[tuple[str, Any]]:
    frames = values.get("frames") or ()
    if sum(frame.seconds or 0 for frame in frames) > 30:
        yield "frames", len(frames)


def _short_frames(values: Values) -> Mapping[str, Any]:
    return {"frames": tuple(attrs.evolve(frame, seconds=1.0) for frame in values["frames"])}


RULES: tuple[Rule, ...] = (
    OneOf("model.known", "model", enum=("v4", "v5", "v6"), severity="warning", message="sent as it is"),
    OneOf("duration.old", "duration", enum=(5, 8), when={"model": ("v4", "v5")}, example={"duration": 6}),
    Range("duration.v6", "duration", minimum=1, maximum=15, when={"model": ("v6",)},
          example={"model": "v6", "duration": 16}),
    Forbidden("camera.v4", "camera", when={"model": NotIn(("v4",))}, example={"model": "v5", "camera": "zoom"}),
    Length("prompt.length", "prompt", max_length=40, example={"prompt": "x" * 41}),
    Required("prompt.needed", "prompt", example={"prompt": ""}),
    Range("weight.steps", "weight", minimum=0, maximum=1, multiple_of="0.01", example={"weight": 0.655}),
    Range("source.length", "source_seconds", exclusive_minimum=0, example={"source_seconds": 0}),
    Range("start.inside", "start", exclusive_minimum=0, exclusive_maximum="source_seconds",
          example={"start": 9.0, "source_seconds": 9.0}),
    ExactlyOneOf("image.one", "img_id", others=("img_ids",), required=False, example={"img_id": 1, "img_ids": (2,)}),
    Required("sound.content", "sound_text", when={"sound": (True,), "img_id": ABSENT},
             example={"sound": True, "sound_text": None}),
    Forbidden("sound.image", "sound_text", when={"img_id": GIVEN}, example={"img_id": 1, "sound_text": "sea"}),
    Required("callback", "call_back_url", when={FROM_WIRE: (True,)}),
    CustomRule("frames.total", "frames", find=_too_long_together, repair=_short_frames,
               requirement="at most 30 s in all"),
)  # fmt: skip


@attrs.frozen(kw_only=True)
class Frame(JsonObject):
    """One frame."""

    img_id: Media
    seconds: float | None = None


def _price(shot: Any, _: Host) -> Quote:
    return Quote.of(PriceLine("video", credits(shot.duration * 10)), source="tests")


@attrs.frozen(kw_only=True)
class Shot(TaskRequest[str]):
    """A shot."""

    operation: ClassVar[str] = "shot"
    vendor: ClassVar[str] = "pixverse"
    rules: ClassVar[tuple[Rule, ...]] = RULES
    sample: ClassVar[Mapping[str, Any]] = {"prompt": "a fox", "model": "v4", "duration": 5, "sound_text": "sea"}

    price: ClassVar[Any] = _price

    prompt: str = attrs.field(metadata=field_info("What is seen"))
    model: Literal["v4", "v5", "v6"] | str
    duration: int
    camera: str | None = None
    weight: float | None = None
    start: float | None = None
    source_seconds: float | None = attrs.field(default=None, metadata=field_info("Length of the source", local=True))
    img_id: Media | None = None
    img_ids: tuple[int, ...] | None = None
    sound: bool | None = attrs.field(default=None, metadata=field_info("Sound", aliases=("soundSwitch",)))
    sound_text: str | None = attrs.field(default=None, metadata=field_info("Its words", wire="soundText"))
    frames: tuple[Frame, ...] | None = None
    call_back_url: str | None = attrs.field(default=None, metadata=field_info("Callback", wire="callBackUrl"))

    def derived(self) -> Mapping[str, Any]:
        """Sound is on when its text is given."""
        return {} if self.sound_text is None else {"sound": True}
