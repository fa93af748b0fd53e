"""The vendors that a sandbox plays, in the order of its prefixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelscore.sandbox.pixverse import PIXVERSE, PIXVERSE_CN
from reelscore.sandbox.suno import KIE, KIE_UPLOAD, SUNOAPI, SUNOAPI_UPLOAD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reelscore.sandbox.calls import Vendor

VENDORS: tuple[Vendor, ...] = (PIXVERSE, PIXVERSE_CN, KIE, SUNOAPI, KIE_UPLOAD, SUNOAPI_UPLOAD)

BASE_PREFIXES: Mapping[str, str] = {
    "pixverse.ai": "pixverse",
    "pixverseai.cn": "pixverse-cn",
    "kie.ai": "kie",
    "sunoapi.org": "sunoapi",
}
UPLOAD_PREFIXES: Mapping[str, str] = {**BASE_PREFIXES, "kie.ai": "kie-upload", "sunoapi.org": "sunoapi-upload"}
"""PixVerse takes uploads on its own host."""

WRITERS = {vendor.host: vendor.callbacks for vendor in VENDORS if vendor.prefix == BASE_PREFIXES[vendor.host]}
"""Host to what writes its callbacks."""
