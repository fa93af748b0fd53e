"""Files in a request that a vendor wants as ids or URLs: checked all together, uploaded once each, then replaced.

A vendor package has one table: which fields take files of which kind, within which limits per operation.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from reelscore._attrs import frozen
from reelscore.effects import Flow
from reelscore.errors import InvalidRequest, UnknownApiError, Violation
from reelscore.flows.context import ClientContext
from reelscore.flows.submit import call
from reelscore.requests.request import JsonObject, Request
from reelscore.rules.schema import fields_of
from reelscore.uploads.media import Media, MediaLimits, examine
from reelscore.uploads.source import UploadKind

logger = logging.getLogger("reelscore.flows.files")
MEGABYTE = 1024 * 1024
Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands: ``("image_references", 0, "img_id")``."""


@frozen(kw_only=True)
class FileField:
    """A field that takes a file."""

    kind: UploadKind
    limits: MediaLimits = attrs.field(factory=MediaLimits)
    operations: Mapping[str, MediaLimits] = attrs.field(factory=dict)
    """Where an operation takes more or less."""
    is_uploaded: bool = True
    """False: the field belongs to the upload itself; its file is checked and sent as it is."""
    length: str = ""
    """The request's field that takes the file's length in seconds, for rules and prices."""
    doubted: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    """Format → operations whose pages leave it out though the upload takes it: a warning."""


@frozen(kw_only=True)
class FileInRequest:
    """A file that stands in a field of a request."""

    place: Place
    value: Any
    kind: UploadKind
    limits: MediaLimits
    takes: FileField = attrs.field(repr=False)

    @property
    def field(self) -> str:
        """The place as rules write it: ``image_references[0].img_id``."""
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.place).lstrip(".")


@frozen(kw_only=True)
class FileUploads:
    """How a vendor takes files."""

    fields: Mapping[str, FileField]
    """By facade name, the same in every request and every part of one."""
    as_sent: Callable[[Any], Any]
    """Returns what can be sent as it stands, such as an id or a URL; None for a file."""
    request: Callable[[FileInRequest], Request[Any]]
    """Makes the upload of one file."""
    result: Callable[[Any], Any]
    """Takes the id or the URL from the upload's result; empty or 0 where the answer has none."""

    def files_in(self, request: Request[Any]) -> tuple[FileInRequest, ...]:
        """List the files of a request, in the order of its fields."""
        return tuple(found for found in self._values(request, request.operation) if self.as_sent(found.value) is None)

    def _values(self, part: JsonObject, operation: str, place: Place = ()) -> Iterator[FileInRequest]:
        for field in fields_of(type(part)):
            value, takes = getattr(part, field.name), self.fields.get(field.name)
            items = list(enumerate(value)) if isinstance(value, (list, tuple)) else [(None, value)]
            for index, item in items:
                where = (*place, field.name) if index is None else (*place, field.name, index)
                if isinstance(item, JsonObject):
                    yield from self._values(item, operation, where)
                elif takes is not None and item is not None:
                    limits = takes.operations.get(operation, takes.limits)
                    yield FileInRequest(place=where, value=item, kind=takes.kind, limits=limits, takes=takes)

    def violations(self, request: Request[Any]) -> tuple[Violation, ...]:
        """Check the files of a request against the limits; only their headers are read, nothing is sent."""
        return tuple(
            violation for file in self.files_in(request) for violation in _examined(file, request.operation)[1]
        )

    def upload(self, request: Request[Any], context: ClientContext) -> Flow[Request[Any]]:
        """Upload the files of a request and return it with ids or URLs in their places.

        Yields:
            ``Send`` per file, none before all files and the request itself were found fit; equal files are sent once.

        Raises:
            InvalidRequest: a file is missing, damaged, of another kind or outside the limits; nothing was sent.
        """
        files = self.files_in(request)
        if context.validate != "off":
            request = _checked(request, files, context)
        known: list[tuple[FileInRequest, Any]] = []
        for found in list(self._values(request, request.operation)):
            sent = self.as_sent(found.value) if found.takes.is_uploaded else found.value
            if sent is None:
                sent = next((value for other, value in known if _is_same(other, found)), None)
                sent = (yield from self._uploaded(found, context)) if sent is None else sent
                known.append((found, sent))
            if sent is not found.value:
                request = replaced(request, found.place, sent)
        return request

    def _uploaded(self, file: FileInRequest, context: ClientContext) -> Flow[Any]:
        request = self.request(file)
        uploaded = yield from call(request, context)
        value = self.result(uploaded)
        if not value:
            why = f"{file.field}: the upload was accepted, but the answer names no file"
            raise UnknownApiError(message=why, host=context.host.name, operation=request.operation, raw=uploaded.raw)
        return value


def _checked(request: Request[Any], files: tuple[FileInRequest, ...], context: ClientContext) -> Request[Any]:
    examined = [(file, *_examined(file, request.operation)) for file in files]
    found = [violation for _, _, violations in examined for violation in violations]
    if broken := [violation for violation in found if violation.severity == "error"]:
        raise InvalidRequest(broken)
    for violation in found:
        logger.warning("%s", violation.message)
    lengths = {
        file.takes.length: media.seconds
        for file, media, _ in reversed(examined)
        if file.takes.length and media is not None and media.seconds is not None
    }
    told: dict[str, Any] = {name: held for name, held in lengths.items() if getattr(request, name, held) is None}
    if not told:
        return request
    whole = attrs.evolve(request, **told)
    if context.validate == "strict":
        whole.check(context.family)
    return whole


def _examined(file: FileInRequest, operation: str) -> tuple[Media | None, tuple[Violation, ...]]:
    media, found = examine(file.value, kind=file.kind, field=file.field, limits=file.limits)
    is_doubted = media is not None and operation in file.takes.doubted.get(media.format or "", frozenset())
    return media, (*found, _doubt(file, media)) if media is not None and is_doubted else found


def _doubt(file: FileInRequest, media: Media) -> Violation:
    others = ", ".join(each for each in file.limits.formats if each != media.format)
    return Violation(
        rule=f"media.{media.format}",
        field=file.field,
        given=media.format,
        allowed=others,
        message=f"{file.field} is {media.format}, which the page of uploads takes and the operation's leaves out; "
        f"{others} are named by both",
        severity="warning",
        source=file.limits.source,
    )


def _is_same(one: FileInRequest, other: FileInRequest) -> bool:
    mine, others = (
        os.fspath(each.value) if isinstance(each.value, os.PathLike) else each.value for each in (one, other)
    )
    return (one.kind == "image") == (other.kind == "image") and (mine is others or bool(mine == others))


def replaced(part: Any, place: Place, value: Any) -> Any:
    """Return a request, a part of one or a list with *value* at *place*."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        return tuple(replaced(held, rest, value) if index == step else held for index, held in enumerate(part))
    if isinstance(part, Mapping):
        return {**part, step: replaced(part[step], rest, value)}
    return attrs.evolve(part, **{step: replaced(getattr(part, step), rest, value)})
