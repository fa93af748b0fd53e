"""Upload a video or an audio file, get a media_id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.effects import HttpCall
from reelscore.vendors.wire import form_call


def call(fields: Mapping[str, Any]) -> HttpCall:
    """Build the call from the fields of its form."""
    return form_call("POST", "/openapi/v2/media/upload", fields)
