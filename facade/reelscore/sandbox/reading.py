"""Read a request off the wire: JSON, form or query, and find the route that it means."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from reelscore.sandbox.calls import Upload

if TYPE_CHECKING:
    from starlette.requests import Request

    from reelscore.sandbox.calls import Route, Vendor

LARGEST_KEPT = 110 * 2**20
"""Bytes of a file part that are kept; of a larger one only the first MiB, to tell its type."""
LARGEST_JSON = 32 * 2**20
"""Bytes of a JSON body that are read; a base64 upload of 10 MB fits."""


async def read_body(request: Request) -> tuple[Any, bool]:
    """Return the body's value and whether it was broken JSON or a broken form.

    An empty body is an empty object. NaN and infinities are not JSON.
    """
    if request.headers.get("content-type", "").startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        return await _read_form(request)
    chunks = bytearray()
    async for chunk in request.stream():
        if len(chunks) <= LARGEST_JSON:
            chunks += chunk
    return parse_json(bytes(chunks))


def parse_json(text: bytes) -> tuple[Any, bool]:
    """Return the value of *text* and whether it was broken; nothing at all is an empty object."""
    if not text.strip():
        return {}, False
    try:
        return json.loads(text.decode(), parse_constant=_refuse_constant), False
    except (ValueError, RecursionError):
        return None, True


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


async def _read_form(request: Request) -> tuple[Any, bool]:
    try:
        async with request.form(max_files=8, max_fields=64) as form:
            return {name: await _part(value) for name, value in form.multi_items()}, False
    except (MultiPartException, ValueError, AssertionError, KeyError):
        return None, True
    except Exception as error:  # starlette wraps MultiPartException in its HTTPException inside an app
        if type(error).__name__ != "HTTPException":
            raise
        return None, True


async def _part(value: UploadFile | str) -> Upload | str:
    if isinstance(value, str):
        return value
    size = value.size or 0
    data = await value.read(LARGEST_KEPT if size <= LARGEST_KEPT else 2**20)
    return Upload(value.filename or "", value.content_type or "", data, size)


@lru_cache(maxsize=4096)
def plain_path(path: str, roots: tuple[str, ...]) -> str:
    """Take the vendor's own prefixes, doubled or not, and spare slashes off *path*."""
    plain = "/" + "/".join(part for part in path.split("/") if part)
    root = next((root for root in roots if plain == root or plain.startswith(f"{root}/")), None)
    return plain_path(plain.removeprefix(root), roots) if root else plain


class Router:
    """Find a vendor's route by method and path.

    Args:
        vendor: whose routes.
    """

    def __init__(self, vendor: Vendor) -> None:
        self._exact = {(route.method, route.path): route for route in vendor.routes if "{" not in route.path}
        self._patterns = [(_pattern(route.path), route) for route in vendor.routes if "{" in route.path]
        self._paths = {path for _, path in self._exact}

    def find(self, method: str, path: str) -> tuple[Route | None, dict[str, str]]:
        """Return the route and the named parts of the path; None when there is none."""
        route = self._exact.get((method, path))
        if route is not None:
            return route, {}
        for pattern, candidate in self._patterns:
            if candidate.method == method and (match := pattern.fullmatch(path)):
                return candidate, match.groupdict()
        return None, {}

    def knows(self, path: str) -> bool:
        """Tell whether *path* exists under another method."""
        return path in self._paths or any(pattern.fullmatch(path) for pattern, _ in self._patterns)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
