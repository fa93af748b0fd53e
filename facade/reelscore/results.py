"""What the vendor says of a task: each look at it, its result in the end, and the files behind that."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Literal, TypeAlias, TypeVar, cast

import attrs

from reelscore._attrs import frozen
from reelscore.errors import ApiError, ConfigurationError

AssetKind: TypeAlias = Literal["video", "audio", "image", "midi", "text"]
R = TypeVar("R", covariant=True)
T = TypeVar("T")
_PLACES = {"save": "to", "save_all": "folder"}


class State(StrEnum):
    """Where a task stands, in the same words for every vendor."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    MODERATED = "moderated"
    DELETED = "deleted"
    UNKNOWN = "unknown"
    """A word that no document names: keep looking."""

    @property
    def terminal(self) -> bool:
        """Whether the task will not change any more."""
        return self in _TERMINAL


_TERMINAL = frozenset({State.SUCCEEDED, State.FAILED, State.MODERATED, State.DELETED})


@frozen(kw_only=True)
class Progress(Generic[R]):
    """One look at a task."""

    state: State
    result: R | None = None
    """Set when the task has succeeded."""
    partial: R | None = None
    """What is there already: first tracks, stream URLs."""
    error: ApiError | None = None
    """Set when the task has failed, was moderated or was deleted."""
    percent: float | None = None
    """0 to 100, where the vendor says it."""
    stage: str = ""
    """The vendor's own word or number for the state."""
    charge: Decimal | None = None
    """Credits that the vendor says it took."""
    refunded: bool | None = None
    """Whether the vendor gave the credits back; None where it does not say."""
    provisional: bool = False
    """This end may still change: a "done" whose content is not there yet, a failure that may become a result."""
    missing: bool = False
    """The vendor knows no such task, or not yet."""
    waited: float = 0.0
    """Seconds since the wait began."""
    raw: Any = attrs.field(default=None, repr=False)


@frozen(kw_only=True)
class Asset:
    """One file that a result points to."""

    url: str
    kind: AssetKind
    name: str = ""
    """Suggested stem of the file name, any text; it is made safe when the file is saved."""
    extension: str = ""
    """Suggested ending with or without the dot, such as "mp4"; empty where only the bytes can tell."""


@frozen(kw_only=True)
class Result:
    """What an operation gave; subclasses add the vendor's fields."""

    raw: Any = attrs.field(default=None, repr=False, eq=False)
    """The vendor's own object, as it came."""
    task: Any = attrs.field(default=None, repr=False, eq=False)
    """The Task or AsyncTask that gave it; None for a value that no client has bound."""
    expires: datetime | None = attrs.field(default=None, eq=False)
    """When the vendor deletes the files, with time zone; None where no lifetime is published."""

    def keys(self) -> tuple[str, ...]:
        """Names of the fields without ``raw`` and ``task``: ``dict(result)`` is what a web handler can return."""
        return tuple(name for name in attrs.fields_dict(type(self)) if name not in {"raw", "task"})

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __getitem__(self, name: str) -> Any:
        """The field of a name."""
        if name not in self.keys():
            raise KeyError(name)
        return getattr(self, name)

    def to_json(self) -> dict[str, Any]:
        """Write the fields as JSON can hold them: times in ISO 8601, decimals as text, no ``raw`` or ``task``."""
        return {name: _json_value(getattr(self, name)) for name in self.keys()}

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        """Show the fields that say something."""
        yield from ((name, self[name]) for name in self.keys() if self[name] not in (None, "", ()))

    def _repr_html_(self) -> str:
        """Show the files in a notebook: clips and songs with a player, pictures, links to the rest."""
        import html  # only notebooks need it

        shown = [_html(asset, html.escape) for asset in self.assets]
        return "<br>".join([*shown, f"<pre>{html.escape(repr(self))}</pre>"])

    @property
    def assets(self) -> tuple[Asset, ...]:
        """Files of this result, the main one first; empty where it has none."""
        return ()

    def save(self, to: str | Path, *, overwrite: bool = False) -> Path:
        """Save the only file of this result, whole or not at all.

        Args:
            to: the file, or an existing folder for a name made from the result.
            overwrite: whether a file of this name may be replaced.

        Raises:
            ConfigurationError: the result has no file or several, belongs to no task, or to an async client.
            DownloadError: the file could not be brought whole; calling again resumes.
        """
        if len(self.assets) != 1:
            raise ConfigurationError(_not_one(self))
        return cast("Path", _saver(self, "save")(self, to, overwrite=overwrite))

    def save_all(self, folder: str | Path, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Save every file of this result into a folder, which is made if it is missing.

        Args:
            folder: where the files go; their names are made from the assets.
            overwrite: whether files of these names may be replaced.

        Returns:
            Paths in the order of ``assets``.

        Raises:
            ConfigurationError: the result belongs to no task, or to an async client.
            DownloadError: a file could not be brought whole; calling again resumes.
        """
        return tuple(cast("tuple[Path, ...]", _saver(self, "save_all")(self, folder, overwrite=overwrite)))


def _json_value(value: Any) -> Any:
    if isinstance(value, Result):
        return value.to_json()
    if isinstance(value, (list, tuple)):
        return [_json_value(item) for item in cast("list[Any]", value)]
    if isinstance(value, Mapping):
        return {str(name): _json_value(item) for name, item in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    if attrs.has(type(value)):
        return {field.name: _json_value(getattr(value, field.name)) for field in attrs.fields(type(value))}
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _html(asset: Asset, escape: Callable[[str], str]) -> str:
    address = escape(asset.url)
    if not asset.url.startswith(("https://", "http://")):
        return address
    match asset.kind:
        case "video":
            return f'<video controls width="480" src="{address}"></video>'
        case "audio":
            return f'<audio controls src="{address}"></audio>'
        case "image":
            return f'<img width="480" src="{address}">'
        case _:
            return f'<a href="{address}">{escape(asset.name or asset.kind)}</a>'


def bind(result: T, task: Any) -> T:
    """Return the same result with ``task`` set, on itself and on every result inside it; other values pass through."""
    return cast("T", _bound(result, task))


def _bound(value: Any, task: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_bound(item, task) for item in value)
    if not isinstance(value, Result):
        return value
    held = {field.alias: getattr(value, field.name) for field in attrs.fields(type(value)) if field.init}
    parts = {alias: _bound(part, task) for alias, part in held.items() if isinstance(part, (tuple, Result))}
    return attrs.evolve(value, **(parts | {"task": task}))


def _saver(result: Result, method: str) -> Any:
    call = f"client.{method}(result, {_PLACES[method]})"
    if result.task is None:
        raise ConfigurationError(f"this {type(result).__name__} belongs to no task; use {call}")
    save = getattr(result.task.client, method)
    if inspect.iscoroutinefunction(save):
        raise ConfigurationError(f"this {type(result).__name__} came from an async client; use await {call}")
    return save


def _not_one(result: Result) -> str:
    name = type(result).__name__
    if not result.assets:
        return f"this {name} has no file to save"
    return f"this {name} has {len(result.assets)} files; use save_all(folder), or save one of its parts"
