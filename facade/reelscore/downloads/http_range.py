"""Headers that ask for the rest of a file, and what a server's answer to them means; pure functions over heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import attrs

GONE = frozenset({401, 403, 404, 410})
"""The link has expired, or was never there."""
_PASSING = frozenset({202, 408, 425, 429, *range(500, 600)})
"""Passes by itself: not there yet, throttled, or an outage of the server or of the gate before it (520 to 530)."""
_MOST_DIGITS = 20
"""No file and no pause has more."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "": "", "identity": ""}


@attrs.frozen(kw_only=True)
class FileIdentity:
    """What a part is a part of: enough to ask a server for the rest of the same file."""

    url: str = ""
    """Without its query, which may hold a signature."""
    etag: str = ""
    """Strong entity tag with its quotes; empty where the server gave none or a weak one."""
    modified: str = ""
    """Last-Modified as it came; empty where it is no proof, being as old as the answer."""
    length: int | None = None
    """Bytes of the whole file; None where the server does not say."""

    @property
    def validator(self) -> str:
        """What If-Range carries; empty where nothing can prove that the file is still the same."""
        return self.etag or self.modified


@attrs.frozen
class ResponseHead:
    """Status and headers of an open stream; header names are in lower case."""

    status: int
    headers: Mapping[str, str] = attrs.field(factory=dict)
    time: float = 0.0
    """When it came, in seconds since 1970."""


@attrs.frozen
class BodyStart:
    """Bytes come, from *start* on."""

    start: int
    identity: FileIdentity
    coding: str = ""
    """"gzip" or "deflate" where the server compressed the file although nobody asked."""


@attrs.frozen
class TransferError:
    """No more bytes came."""

    reason: str
    after: float | None = attrs.field(default=None, kw_only=True)
    """Seconds that the server asks to wait."""
    afresh: bool = attrs.field(default=False, kw_only=True)
    """Whether what is here belongs to another file."""
    slow: bool = attrs.field(default=False, kw_only=True)
    """Whether so little came in the time that it counts as nothing."""
    status: int = attrs.field(default=0, kw_only=True)
    final: bool = attrs.field(default=False, kw_only=True)
    """Whether asking again is of no use."""


def request_headers(identity: FileIdentity, size: int) -> dict[str, str]:
    """Headers that ask for what is missing; compressed bytes would have other places and another length."""
    headers = {"accept": "*/*", "accept-encoding": "identity"}
    if size and identity.validator:
        headers |= {"range": f"bytes={size}-", "if-range": identity.validator}
    return headers


def interpret(head: ResponseHead, *, identity: FileIdentity, size: int) -> BodyStart | TransferError:
    """What follows from an answer to ``request_headers(identity, size)``.

    Returns:
        Where the body belongs: at *size* only if the answer itself proves that it continues the same file, else at 0;
        or why there is none.
    """
    status = head.status
    if status == HTTPStatus.PARTIAL_CONTENT:
        return _rest(head, identity=identity, size=size)
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return TransferError("the server has no more than what is here, which is not the whole file", afresh=True)
    if status in {200, 203}:
        return _body(head, 0, length=_number(head.headers.get("content-length")))
    if status in _PASSING:
        return TransferError(f"HTTP {status}", after=_retry_after(head), status=status)
    return TransferError(f"HTTP {status}", status=status, final=True)


def _rest(head: ResponseHead, *, identity: FileIdentity, size: int) -> BodyStart | TransferError:
    found = _RANGE.fullmatch(head.headers.get("content-range", "").strip())
    start, total = (_number(found[1]), _number(found[2])) if found else (None, None)
    if start != size:
        return TransferError("the server sent another range than it was asked for", afresh=True)
    body = _body(head, size, length=total)
    if isinstance(body, TransferError) or not size:
        return body
    if body.coding or not _continues(body.identity, identity):
        return TransferError("the file changed on the server, or nothing proves that it did not", afresh=True)
    length = identity.length if total is None else total
    return BodyStart(size, attrs.evolve(identity, length=length))


def _continues(now: FileIdentity, before: FileIdentity) -> bool:
    same = now.etag == before.etag if before.etag else bool(before.modified) and now.modified == before.modified
    return same and (now.length is None or before.length is None or now.length == before.length)


def _body(head: ResponseHead, start: int, *, length: int | None) -> BodyStart | TransferError:
    coding = head.headers.get("content-encoding", "").strip().lower()
    if coding not in _CODINGS:
        return TransferError(f"the server sends it as {coding[:40]}; only gzip and deflate can be unpacked", final=True)
    if _CODINGS[coding]:
        # Its length and its validators are those of the compressed bytes.
        return BodyStart(start, FileIdentity(), _CODINGS[coding])
    etag = head.headers.get("etag", "")
    identity = FileIdentity(etag=etag if etag.startswith('"') else "", modified=_modified(head), length=length)
    return BodyStart(start, identity)


def _modified(head: ResponseHead) -> str:
    # RFC 9110, 8.8.2.2: a file may change twice in the second of its answer, so only an older date proves anything.
    text = head.headers.get("last-modified", "")
    changed, sent = _date(text), _date(head.headers.get("date", ""))
    return text if changed is not None and sent is not None and changed < sent else ""


def _retry_after(head: ResponseHead) -> float | None:
    text = head.headers.get("retry-after", "").strip()
    seconds = _number(text)
    if seconds is not None:
        return float(seconds)
    until = _date(text)
    if until is None:
        return None
    # By the server's own clock where it shows one.
    return max(0.0, until - (_date(head.headers.get("date", "")) or head.time))


def _date(text: str) -> float | None:
    try:
        found: datetime = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit() else None
