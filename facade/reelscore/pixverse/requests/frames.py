"""Requests that make a video from an image, a template or two frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from reelscore._attrs import frozen
from reelscore.pixverse.requests.video import SAMPLE, Clip
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class ImageToVideo(wire.ImageToVideoRequest, Clip):
    """Make a video from an image; with a template, an effect video.

    Source:
        Image-to-video reference of pixverseai.cn. It lists img_id and img_ids both as required, but its text and
        example exclude each other: exactly one of them, and img_ids only for templates of several images.
    """

    sample: ClassVar[Mapping[str, Any]] = {**SAMPLE, "img_id": 1}


@frozen(kw_only=True)
class TemplateVideo(wire.TemplateVideoRequest, Clip):
    """Make an effect video: image to video with a template, under the same rules and prices."""

    sample: ClassVar[Mapping[str, Any]] = {**ImageToVideo.sample, "template_id": 308621408717184}


@frozen(kw_only=True)
class Transition(wire.TransitionRequest, Clip):
    """Make a video between a first and a last frame."""

    sample: ClassVar[Mapping[str, Any]] = {**SAMPLE, "first_frame_img": 1, "last_frame_img": 2}
