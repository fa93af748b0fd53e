"""The vendors that a sandbox plays, in the order of its prefixes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reelscore.sandbox.calls import Vendor
from reelscore.sandbox.engine import Engine
from reelscore.sandbox.kie.market import MARKET
from reelscore.sandbox.kie.products import KIE as KIE_PRODUCTS
from reelscore.sandbox.pixverse import PIXVERSE, PIXVERSE_CN
from reelscore.sandbox.suno import KIE, KIE_UPLOAD, SUNOAPI, SUNOAPI_UPLOAD
from reelscore.sandbox.values import Callback, Task

VENDORS: tuple[Vendor, ...] = (PIXVERSE, PIXVERSE_CN, KIE, KIE_PRODUCTS, MARKET, SUNOAPI, KIE_UPLOAD, SUNOAPI_UPLOAD)
"""Several may have one prefix: each route is answered by the vendor that has it."""
PREFIXES: Final = tuple(dict.fromkeys(vendor.prefix for vendor in VENDORS))
BASE_PREFIXES: Final[Mapping[str, str]] = {vendor.host: vendor.prefix for vendor in reversed(VENDORS)}
"""Of a host: that of its first vendor."""
_UPLOADS = [vendor for vendor in VENDORS if any(route.role == "upload" for route in vendor.routes)]
UPLOAD_PREFIXES: Final[Mapping[str, str]] = {**BASE_PREFIXES, **{vendor.host: vendor.prefix for vendor in _UPLOADS}}


def callbacks(engine: Engine, task: Task) -> list[Callback]:
    """Write the callbacks of a new task, as the vendor of its host that has the operation does."""
    serving = [vendor for vendor in VENDORS if vendor.host == task.host]
    having = (each for each in serving if any(route.operation == task.operation for route in each.routes))
    return next(having, serving[0]).callbacks(engine, task)
