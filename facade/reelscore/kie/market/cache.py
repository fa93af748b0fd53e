"""Answers about models, kept on disk: they change by the day, and the vendor takes one such question a second."""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, overload

import attrs

from reelscore.client.descriptor import DirectOperation, LazyRequest
from reelscore.effects import Flow
from reelscore.errors import ApiError, AuthenticationError, TransportError
from reelscore.flows.drivers import run_async, run_sync
from reelscore.flows.submit import read, validate
from reelscore.kie.market.catalog import MOST_TOLD, TOLD, ModelAnswer, SchemaDocument, from_snapshot, plain
from reelscore.kie.market.snapshot import Snapshot, snapshot
from reelscore.requests.request import DirectRequest
from reelscore.vendors.coercion import moment

P = ParamSpec("P")
R = TypeVar("R")
VARIABLE = "REELSCORE_CACHE"
"""Names the folder instead of the user's own."""
logger = logging.getLogger("reelscore.kie")


class CachedRead(DirectOperation[P, R]):
    """A question about models as a method: answered by this disk while young, by the vendor, or by the snapshot."""

    def _runner(self, client: Any) -> Callable[[Any], Any]:
        run: Any = run_async if inspect.iscoroutinefunction(client.run) else run_sync
        return lambda request: run(_remembered(cached_read(request, client)), client.runtime())


def _remembered(read: Flow[ModelAnswer]) -> Flow[ModelAnswer]:
    """Judge inputs by a schema from now on that is newer than the snapshot."""
    answer = yield from read
    if isinstance(answer, SchemaDocument) and answer.model and answer.route and _is_newer(answer, snapshot()):
        judged = {name: plain(field) for name, field in answer.fields.items()}
        _ = TOLD.pop(answer.model, None)  # the newest stands last
        TOLD[answer.model] = attrs.evolve(answer, fields=judged, openapi=None, raw=None)
        while len(TOLD) > MOST_TOLD:
            _ = TOLD.pop(next(iter(TOLD)))
    return answer


def _is_newer(answer: SchemaDocument, known: Snapshot) -> bool:
    return answer.as_of is None or answer.as_of > known.day or answer.model not in known.models


def cached_read(request: Any, client: Any) -> Flow[ModelAnswer]:
    """Answer a question about models.

    Yields:
        ``Send``, unless what is kept is young enough.

    Raises:
        AuthenticationError: the key is wrong.
        ApiError, TransportError: the vendor does not answer, and neither the disk nor the snapshot knows.
    """
    context, place = client.context, _place(request, client)
    validate(request, context)
    kept = _kept(place)
    if kept is not None and 0 <= time.time() - kept[0].timestamp() <= request.max_age:
        return _told(request, client, kept[1], at=kept[0])
    call = context.family.call(request, trace_id=context.new_id())
    try:
        accepted = yield from read(call, request.operation, context=context)
    except AuthenticationError:
        raise
    except (ApiError, TransportError) as error:
        found, where = from_snapshot(request, snapshot()), "the snapshot that comes with the package"
        if kept is not None:
            found, where = _told(request, client, kept[1], at=kept[0]), "kept on this disk"
        if found is None:
            raise
        why = f"the vendor could not be asked ({error}); this is of {found.as_of:%Y-%m-%d}, {where}"
        logger.warning("%s", why)
        return attrs.evolve(found, note=why)
    _keep(place, accepted.data)
    told: ModelAnswer = context.family.result(request.operation, accepted.data)
    return told


def _told(request: Any, client: Any, data: Any, *, at: datetime) -> ModelAnswer:
    found: ModelAnswer = client.context.family.result(request.operation, data)
    return attrs.evolve(found, origin="cache", as_of=at)


def _place(request: Any, client: Any) -> Path | None:
    """Return where the answer is kept; None for a sandbox, unless a folder is named."""
    environment = os.environ if client.environment is None else client.environment
    folder = environment.get(VARIABLE)
    if not folder and client.context.sandbox:
        return None
    if not folder:
        import platformdirs

        folder = platformdirs.user_cache_dir("reelscore", appauthor=False)
    asked = json.dumps([client.urls[0], request.operation, request.to_wire()], sort_keys=True)
    return Path(folder).expanduser() / "market" / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.json"


def _kept(place: Path | None) -> tuple[datetime, Any] | None:
    try:
        found = json.loads(place.read_text(encoding="utf-8")) if place else {}
        at = moment(found.get("at"))
        return None if at is None else (at, found["data"])
    except (OSError, ValueError, KeyError, AttributeError):
        return None


def _keep(place: Path | None, data: Any) -> None:
    """Write an answer down, whole or not at all; a disk that cannot be written is no reason to fail."""
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=place.parent, suffix=".part", delete=False, encoding="utf-8") as file:
            json.dump({"at": time.time(), "data": data}, file)
        Path(file.name).replace(place)


@overload
def cached(request: Callable[P, DirectRequest[R]]) -> CachedRead[P, R]: ...
@overload
def cached(request: LazyRequest) -> CachedRead[Any, Any]: ...
def cached(request: Any) -> Any:
    """Make a method of both clients out of a question about models; one line of a class body."""
    return CachedRead(request)
