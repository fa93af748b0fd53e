"""What a server's answer to "the rest, if it is still the same file" means; pure functions over heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeAlias

import attrs

from reelscore.downloads.partfile import FileIdentity

_GONE = frozenset({401, 403, 404, 410})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


@attrs.frozen
class ResponseHead:
    """Status and headers of an open stream; header names are in lower case."""

    status: int
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class BodyStart:
    """Bytes come, from *start* on."""

    start: int
    mark: FileIdentity


@attrs.frozen
class TransferError:
    """No more bytes came."""

    reason: str
    after: float | None = attrs.field(default=None, kw_only=True)
    """Seconds that the server asks to wait."""
    afresh: bool = attrs.field(default=False, kw_only=True)
    """Whether what is here belongs to another file."""
    status: int = attrs.field(default=0, kw_only=True)
    final: bool = attrs.field(default=False, kw_only=True)
    """Whether asking again is of no use."""

    @property
    def gone(self) -> bool:
        """Whether the link has expired, or was never there."""
        return self.status in _GONE


Answer: TypeAlias = BodyStart | TransferError | None
"""None: there is nothing more to come, what is here is all."""


def ask_headers(mark: FileIdentity, size: int) -> dict[str, str]:
    """Give the headers that ask for what is missing; compressed bytes would have other places and another length."""
    headers = {"accept": "*/*", "accept-encoding": "identity"}
    if size and mark.validator:
        headers |= {"range": f"bytes={size}-", "if-range": mark.validator}
    return headers


def judge(head: ResponseHead, *, mark: FileIdentity, size: int) -> Answer:
    """Say what follows from an answer to ``ask_headers(mark, size)``."""
    if head.status == HTTPStatus.PARTIAL_CONTENT:
        return _rest(head, mark=mark, size=size)
    if head.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        # Every length that was told must be the one that is here.
        told = {_total(head), mark.length} - {None}
        return (
            None if told == {size} else TransferError(f"{size} bytes came, the server tells other lengths", afresh=True)
        )
    if head.status in {200, 203}:
        return _encoded(head) or BodyStart(0, _mark(head, length=_number(head.headers.get("content-length"))))
    if head.status in _PASSING:
        return TransferError(f"HTTP {head.status}", after=_seconds(head.headers.get("retry-after")), status=head.status)
    return TransferError(f"HTTP {head.status}", status=head.status, final=True)


def _rest(head: ResponseHead, *, mark: FileIdentity, size: int) -> Answer:
    now = _mark(head, length=_total(head))
    if _start(head) != size or _differs(now, mark):
        return TransferError("the file changed on the server", afresh=True)
    return _encoded(head) or BodyStart(size, attrs.evolve(mark if size else now, length=now.length or mark.length))


def _differs(now: FileIdentity, before: FileIdentity) -> bool:
    pairs = ((now.length, before.length), (now.etag, before.etag), (now.modified, before.modified))
    return any(one and other and one != other for one, other in pairs)


def _start(head: ResponseHead) -> int | None:
    found = _RANGE.fullmatch(head.headers.get("content-range", "").strip())
    return _number(found[1]) if found else None


def _encoded(head: ResponseHead) -> TransferError | None:
    coding = head.headers.get("content-encoding", "identity").strip().lower()
    return (
        None if coding in {"", "identity"} else TransferError(f"the server sends it as {coding}, unasked", final=True)
    )


def _mark(head: ResponseHead, *, length: int | None) -> FileIdentity:
    return FileIdentity(
        etag=_strong(head.headers.get("etag", "")), modified=head.headers.get("last-modified", ""), length=length
    )


def _strong(etag: str) -> str:
    return etag if etag.startswith('"') else ""


def _total(head: ResponseHead) -> int | None:
    found = _RANGE.fullmatch(head.headers.get("content-range", "").strip())
    return _number(found[3]) if found else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _seconds(text: str | None) -> float | None:
    # The other form, a date, would need a clock; the usual pause does as well.
    number = _number(text)
    return None if number is None else float(number)
