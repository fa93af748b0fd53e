"""Where an agent's files may lie and its URLs may lead: one folder, and public addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import attrs

from reelscore.mcp.wall import Refused
from reelscore.requests.request import JsonObject, Request, files_in
from reelscore.rules.schema import TypeSchema, media_fields
from reelscore.transport.ssrf import is_address, is_loopback_url, refusal

P = TypeVar("P", bound=JsonObject)
_URL = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*://")
_ODD_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]*|\d+)\.?")
"""A last label that makes a browser, and perhaps a vendor, read a name as an address: 2130706433, 127.1, 0x7f.1."""
_STEP = "name a file below the server's folder, or a public https URL; a person can start it with another --root"


def _real_folder(path: str | Path) -> Path:
    return Path(path).expanduser().resolve(strict=True)


@attrs.frozen
class Root:
    """The folder that files are read from and written to; links that lead out of it are not followed."""

    folder: Path = attrs.field(converter=_real_folder)

    def path(self, text: str) -> Path:
        """Return the real path of a file or folder below the root.

        Raises:
            Refused: it lies, or a link leads it, outside.
        """
        try:
            real = (self.folder / Path(text).expanduser()).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise Refused(f"{text!r} is no path: {error}", next=_STEP) from error
        if not real.is_relative_to(self.folder):
            raise Refused(f"{text!r} is not below {self.folder}; nothing was read or written", next=_STEP)
        return real

    def folder_to_save_in(self, text: str) -> Path:
        """Return the real path of a folder for results, which need not exist.

        Raises:
            Refused: it is not below the root, or holds a link that leads out of it.
        """
        real = self.path(text)
        for entry in list(real.iterdir()) if real.is_dir() else ():
            if entry.is_symlink() and not entry.resolve().is_relative_to(self.folder):
                raise Refused(f"{entry} is a link out of {self.folder}; nothing was written", next=_STEP)
        return real

    def confine(self, request: Request[Any], *, loopback: bool) -> Request[Any]:
        """Return the request with its files as real paths below the root.

        Args:
            request: as the agent made it.
            loopback: whether URLs of this machine are allowed: where the vendor is a sandbox on it.

        Raises:
            Refused: a file lies outside, or a URL leads to a private network or is not http(s).
        """
        for text in _texts(request.to_json()):
            if _URL.match(text):
                check_url(text, loopback=loopback)
        confined = self.real(request)
        for place, file in files_in(confined):
            if not (isinstance(file, (str, os.PathLike)) and self.path(os.fspath(file)) == Path(file)):
                raise Refused(f"{place} is a file of an unknown place; nothing was read", next=_STEP)
        return confined

    def real(self, request: Request[Any]) -> Request[Any]:
        """Return the request with its files as real paths below the root; URLs are not looked at.

        Raises:
            Refused: a file lies outside.
        """
        changes = self._real_paths(request)
        return request.replace(**changes) if changes else request

    def _real_paths(self, part: JsonObject) -> dict[str, Any]:
        found = {field.name: (getattr(part, field.name), field.shape) for field in media_fields(type(part))}
        real = {name: self._real(value, shape) for name, (value, shape) in found.items() if value is not None}
        return {name: value for name, value in real.items() if value is not found[name][0]}

    def _real(self, value: Any, shape: TypeSchema) -> Any:
        if isinstance(value, JsonObject):
            changes = self._real_paths(value)
            return attrs.evolve(value, **changes) if changes else value
        if isinstance(value, Mapping):  # of any shape: files in it are paths by now, text is text
            return {name: self._real(item, shape) for name, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._real(item, shape.item or shape) for item in value)
        if isinstance(value, os.PathLike):
            return self.path(os.fspath(value))
        is_file = isinstance(value, str) and shape.name == "media" and not _URL.match(value)
        return str(self.path(value)) if is_file and value and not value.startswith("data:") else value


def check_url(url: str, *, loopback: bool) -> None:
    """Check that a URL leads to a public address.

    Raises:
        Refused: it is not http(s), or names a private network or this machine.
    """
    try:
        parts = urlsplit(url.strip())
        host, is_here = parts.hostname or "", is_loopback_url(url.strip())
    except ValueError as error:
        raise Refused(f"{url!r} is no URL: {error}", next=_STEP) from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise Refused(f"{url!r} is no http or https URL", next=_STEP)
    if is_here and loopback:
        return
    why = refusal(host, [host], loopback=False) if is_address(host) else ""
    labels = host.rstrip(".").split(".")
    if is_here or (not is_address(host) and (len(labels) == 1 or _ODD_NUMBER.fullmatch(labels[-1]))):
        why = f"{host} names this machine or a private network"
    if why:
        raise Refused(why, next=_STEP)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    for item in inside:
        yield from _texts(item)
