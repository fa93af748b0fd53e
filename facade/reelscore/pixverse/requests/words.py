"""Types that requests share; the vocabularies are open: editors complete, new words pass."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, Literal, Self, TypeAlias, TypeVar

import attrs

from reelscore.effects import CallKind
from reelscore.pixverse.results import Video
from reelscore.pixverse.rules import ROWS
from reelscore.requests.request import DirectRequest, JsonObject, TaskRequest
from reelscore.rules.kinds import Rule
from reelscore.rules.schema import Media, field_info
from reelscore.vendors.host import Kind

R = TypeVar("R", covariant=True)
Item = TypeVar("Item", covariant=True)

Model: TypeAlias = Literal["v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1"] | str
Quality: TypeAlias = Literal["360p", "540p", "720p", "1080p"] | str
EditQuality: TypeAlias = Literal["360p", "540p", "720p"] | str
Ratio: TypeAlias = Literal["16:9", "4:3", "1:1", "3:4", "9:16", "2:3", "3:2", "21:9"] | str
AgentRatio: TypeAlias = Literal["9:16", "16:9", "1:1", "4:3", "3:4", "21:9"] | str
Motion: TypeAlias = Literal["normal", "fast"] | str
Thinking: TypeAlias = Literal["enabled", "disabled", "auto"] | str
Style: TypeAlias = Literal["anime", "3d_animation", "day", "clay", "cyberpunk", "comic"] | str
Camera: TypeAlias = (
    Literal[
        "horizontal_left",
        "horizontal_right",
        "vertical_up",
        "vertical_down",
        "zoom_in",
        "zoom_out",
        "crane_up",
        "quickly_zoom_in",
        "quickly_zoom_out",
        "smooth_zoom_in",
        "camera_rotation",
        "robo_arm",
        "super_dolly_out",
        "whip_pan",
        "hitchcock",
        "left_follow",
        "right_follow",
        "pan_left",
        "pan_right",
        "fix_bg",
    ]
    | str
)

PREFIX = "/openapi/v2"
_DIGITS = re.compile("[0-9]{1,9}")
SECONDS = field_info("length of the input in seconds, for the price; it is not sent", local=True)


@attrs.frozen(kw_only=True)
class VideoRequest(TaskRequest[Video]):
    """A request that makes a video."""

    vendor: ClassVar[str] = "pixverse"
    family: ClassVar[str] = "video"
    result: ClassVar[type] = Video
    rules: ClassVar[tuple[Rule, ...]] = ROWS


@attrs.frozen(kw_only=True)
class Answered(DirectRequest[R]):
    """A request that is answered at once."""

    vendor: ClassVar[str] = "pixverse"
    family: ClassVar[str] = "direct"
    rules: ClassVar[tuple[Rule, ...]] = ROWS


@attrs.frozen(kw_only=True)
class Reading(Answered[R]):
    """A request that costs nothing and may be repeated."""

    family: ClassVar[str] = "read"
    kind: ClassVar[Kind] = "read"
    role: ClassVar[CallKind] = CallKind.READ


@attrs.frozen(kw_only=True)
class Listing(Reading[R], Generic[R, Item]):
    """A request for one page of a list."""

    def items_of(self, page: R) -> tuple[Item, ...]:  # type: ignore[misc]  # R comes in as it went out
        """Give what stands on a page."""
        found: tuple[Item, ...] = getattr(page, "items", ())
        return found

    def next_page(self, page: R) -> Self | None:  # type: ignore[misc]  # as above
        """Give the request for the page after *page*; None where it was the last."""
        raise NotImplementedError


@attrs.frozen(kw_only=True)
class Numbered(Listing[R, Item]):
    """A request for a page by its number; its fields stand in a query, where numbers are text."""

    number_field: ClassVar[str] = "page_num"
    usual_size: ClassVar[int] = 10

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> Self:
        """Make a request from a query or a body: digits in quotes are numbers."""
        numbers = {name: int(text) for name, text in body.items() if isinstance(text, str) and _DIGITS.fullmatch(text)}
        return super().from_wire({**body, **numbers})

    def next_page(self, page: R) -> Self | None:  # type: ignore[misc]  # as above
        """Give the request for the next number; a page that is not full, or reaches the total, is the last."""
        number = getattr(self, self.number_field) or 1
        size = getattr(self, "page_size", None) or self.usual_size
        count, total = len(self.items_of(page)), getattr(page, "total", None)
        is_last = count < size or (total is not None and number * size >= total)
        following: dict[str, Any] = {self.number_field: number + 1}
        return None if is_last else attrs.evolve(self, **following)


@attrs.frozen(kw_only=True)
class EditRequest(VideoRequest):
    """A request that changes a video: one made here, or one to upload."""

    source_video_id: int | None = attrs.field(default=None, metadata=field_info("id of a video made by this API"))
    video_media_id: Media | None = attrs.field(
        default=None, metadata=field_info("an uploaded video: its media id, or a path, bytes, file or URL to upload")
    )


@attrs.frozen(kw_only=True)
class Keyframe(JsonObject):
    """One frame of a multi-transition."""

    img_id: Media = attrs.field(metadata=field_info("an image: its id, or a path, bytes, file or URL to upload"))
    duration: int | None = attrs.field(
        default=None, metadata=field_info("seconds to the next frame; none after the last")
    )
    prompt: str | None = attrs.field(default=None, metadata=field_info("what happens until the next frame"))


@attrs.frozen(kw_only=True)
class ImageReference(JsonObject):
    """A subject or background that a fusion shows."""

    img_id: Media = attrs.field(metadata=field_info("an image: its id, or a path, bytes, file or URL to upload"))
    type: Literal["subject", "background"] | str | None = attrs.field(
        default=None, metadata=field_info("needed on pixverse.ai")
    )
    ref_name: str | None = attrs.field(
        default=None,
        metadata=field_info("the prompt names it as @ref_name and a space; about 30 bytes; needed on pixverse.ai"),
    )


@attrs.frozen(kw_only=True)
class VideoReference(JsonObject):
    """A video that is followed."""

    video_id: int | None = attrs.field(default=None, metadata=field_info("id of a video; or video_url"))
    video_url: str | None = attrs.field(default=None, metadata=field_info("address of a video; or video_id"))
    ref_name: str | None = attrs.field(default=None, metadata=field_info("name for the prompt"))


@attrs.frozen(kw_only=True)
class PictureReference(JsonObject):
    """A picture that an agent uses."""

    img_id: Media | None = attrs.field(
        default=None, metadata=field_info("an image: its id, or a path, bytes, file or URL to upload")
    )
    img_url: str | None = attrs.field(default=None, metadata=field_info("address of an image that the vendor fetches"))
    ref_name: str | None = attrs.field(default=None, metadata=field_info("name for the prompt"))


@attrs.frozen(kw_only=True)
class LyricWord(JsonObject):
    """One sung word."""

    start: float = attrs.field(metadata=field_info("seconds"))
    end: float = attrs.field(metadata=field_info("seconds"))
    word: str = attrs.field(metadata=field_info("the word"))


@attrs.frozen(kw_only=True)
class LyricTimestamp(JsonObject):
    """When each word is sung."""

    words: Sequence[LyricWord] = attrs.field(
        metadata=field_info("in order of time; fewer than 5,000 characters in all")
    )
