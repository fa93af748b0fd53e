"""Find which host a page speaks of, and which of our operations one of its operations is.

Pages print paths without the prefix, with the prefix twice, or behind a server that already holds it; placeholders have
any spelling. Servers may be wrong, so the page's other words count too.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from _drift_kinds import Change, change
from _drift_model import Operation
from _drift_ours import Ours, segments

LEAST_CHINESE = 40
CHINESE = re.compile("[一-鿿]")


def match(theirs: Operation, ours: Ours) -> Operation | None:
    """Return our operation of the same method and path, and of the same model where models share a route, or None."""
    found = (key for path in spellings(theirs, ours) if (key := (theirs.method, path, "")) in ours.routes)
    route = next(found, None)
    if route is None:
        return None
    method, path, _ = route
    is_shared = any(other[:2] == (method, path) and other[2] for other in ours.routes)
    return ours.routes.get((method, path, model_of(theirs) if is_shared else ""))


def model_of(theirs: Operation) -> str:
    """Return the one model that a page's schema admits; empty where it admits several or any."""
    field = theirs.request.get("model")
    words = field.view.words if field else None
    return str(words[0]) if words and len(words) == 1 else ""


def other_methods(theirs: Operation, ours: Ours) -> list[str]:
    """Return the methods that we know for the path of an operation."""
    paths = set(spellings(theirs, ours))
    return sorted(operation.method.upper() for operation in ours.operations if segments(operation.path) in paths)


def spellings(theirs: Operation, ours: Ours) -> Iterator[tuple[str, ...]]:
    """Yield what the path of an operation may stand for, likeliest first."""
    path = segments(theirs.path)
    starts = {segments(urlsplit(server).path) for server in theirs.servers}
    behind = [start + path for start in sorted(starts) if start]
    for candidate in (path, *behind):
        yield candidate
        for prefix in ours.prefixes:
            yield prefix + candidate
            while candidate[: len(prefix)] == prefix:
                candidate = candidate[len(prefix) :]  # noqa: PLW2901 - one prefix after the other
                yield from (start + candidate for start in ours.prefixes)


def spelling_changes(theirs: Operation, ours: Operation, *, side: Ours) -> Iterator[Change]:
    """Yield how a page prints path and server, where it is not how we do."""
    if segments(theirs.path) != segments(ours.path):
        yield change("path", "", theirs=theirs.path, ours=ours.path)
    told = {urlsplit(server).hostname for server in theirs.servers} - {None, ""}
    known = {urlsplit(server).hostname for server in ours.servers}
    if told and not told & known:
        detail = ", another one of this host" if told & side.addresses else ""
        yield change("server", "", theirs=f"{', '.join(sorted(map(str, told)))}{detail}", ours=sorted(map(str, known)))


def guess_host(text: str, found: list[Operation], *, sides: list[Ours]) -> Ours | None:
    """Return the side that a page speaks of, or None when nothing tells.

    Servers of its operations count most, then addresses in its text, then paths that only one side has; of sisters that
    share their paths, the one in the page's language.
    """
    scores = {side.host: _score(text, found, side=side) for side in sides}
    best = max(sides, key=lambda side: scores[side.host])
    return best if scores[best.host] > (0,) * len(scores[best.host]) else None


def _score(text: str, found: list[Operation], *, side: Ours) -> tuple[int, ...]:
    servers = [urlsplit(server).hostname or "" for operation in found for server in operation.servers]
    is_chinese = len(CHINESE.findall(text[:20_000])) > LEAST_CHINESE
    matched = sum(match(operation, side) is not None for operation in found)
    named = len(re.findall(rf"(?<![\w-]){re.escape(side.host)}(?![\w-])", text))
    named += sum(text.count(address) for address in side.addresses)
    by_server = sum(server in side.addresses and server.endswith(side.host) for server in servers)
    return (by_server, named, matched, int(bool(matched) and is_chinese and side.host.endswith(".cn")))
