"""Requests that make a video from an image, a template or two frames."""

from __future__ import annotations

from reelscore._attrs import frozen
from reelscore.pixverse.requests.video import Clip
from reelscore_wire.pixverse import models as wire


@frozen(kw_only=True)
class ImageToVideo(wire.ImageToVideoRequest, Clip):
    """Make a video from an image; with a template, an effect video.

    Source:
        Image-to-video reference of pixverseai.cn. It lists img_id and img_ids both as required, but its text and
        example exclude each other: exactly one of them, and img_ids only for templates of several images.
    """


@frozen(kw_only=True)
class TemplateVideo(wire.TemplateVideoRequest, Clip):
    """Make an effect video: image to video with a template, under the same rules and prices."""


@frozen(kw_only=True)
class Transition(wire.TransitionRequest, Clip):
    """Make a video between a first and a last frame."""
