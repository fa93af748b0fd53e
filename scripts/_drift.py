"""Compare vendors' pages with our documents and report, operation by operation, where they have parted.

Exit code 1 where anything is breaking, 2 on wrong usage, else 0. A page from which nothing can be read is listed as
such and stops nothing; of a page of prose the operations are named, nothing more. What a difference means stands in the
table of `_drift_compare`; differences that are on purpose stand in `_drift_known.yaml`.
"""

import argparse
import fnmatch
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import _market
import _specs
from _drift_compare import GRADES, Change, change, compare
from _drift_model import Operation, Seer, flat, operations
from _drift_read import Source, is_address, read_page, sources
from _specs import Document

SHORTEST = 160
"""Characters of a value in a line; JSON has all of them."""
LEAST_CHINESE, LEAST_FIELDS = 40, 3
PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]*>|:\w+|\{\{[^}]*\}\}")
PATH = re.compile(r"(?:https?:/)?(?:/[\w{}:.-]+){2,}", re.ASCII)
Segments = tuple[str, ...]
HOSTS = tuple(dict.fromkeys(host for _, host in _specs.pairs()))


class Finding(NamedTuple):
    """What one page says of one operation."""

    operation: str
    title: str
    ours: str
    """Our operation's method and path; empty where we have none."""
    how: str
    """Read from a `schema`, or named in `text` only."""
    changes: tuple[Change, ...] = ()


class Report(NamedTuple):
    """What came of one page."""

    source: str
    host: str
    """Empty where no host was recognised."""
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_read(self) -> bool:
        return bool(self.findings)


class Ours(NamedTuple):
    """What we say of one host."""

    host: str
    operations: tuple[Operation, ...]
    addresses: frozenset[str]
    """Host names that serve it, those of uploads too."""
    prefixes: tuple[Segments, ...]
    """What paths begin with, longest first: (`api`, `v1`), (`api`,)."""
    routes: Mapping[tuple[str, Segments, str], Sequence[Operation]]
    """By method, segments and, for a route that several models share, the model; one for each document that has it."""


def main(arguments: Sequence[str] = ()) -> int:
    """Compare the pages that are named and print the report."""
    parser = argparse.ArgumentParser(prog="scripts/drift", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", nargs="*", metavar="DOCS", help="files, folders or addresses of vendors' pages")
    parser.add_argument("--host", choices=sorted(HOSTS), help="whose pages these are; else guessed")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON document, with all that is worded otherwise"
    )
    parser.add_argument("--complete", action="store_true", help="the pages are all of a host's: what none has is gone")
    parser.add_argument("--market", action="store_true", help="the pages are model pages of Kie's Market, as files")
    options = parser.parse_args(arguments)
    lost = [name for name in options.documents if not is_address(name) and not Path(name).exists()]
    if lost or not options.documents:
        parser.error(f"no such file or folder: {', '.join(lost)}" if lost else "name the pages to compare")
    if options.market:
        return _market.report(list(map(Path, options.documents)))
    reports = [report(page, options.host) for page in sources(options.documents)]
    reports += gone(reports) if options.complete else []
    reports = [_marked(each) for each in reports]
    if options.json:
        print(json.dumps(as_json(reports), ensure_ascii=False, indent=2, default=str))
    else:
        print(as_text(reports))
    return int(counts(reports)["breaking"] > 0)


def report(page: Source, host: str | None = None) -> Report:
    """Compare one page with the document of *host*, or of the host that the page speaks of."""
    notes = list(page.notes)
    found, prose = read_page(page.text, notes, is_data=page.name.endswith((".yaml", ".yml", ".json")))
    theirs = [operation for document in found for operation in operations(document)]
    notes += sorted({note for operation in theirs for note in operation.notes})
    side = ours(host) if host else guess_host(page.text, theirs)
    if side is None:
        named = f": {', '.join(operation.name for operation in theirs[:20])}" if theirs else ""
        notes.append(f"no operation and no host of our documents recognised{named}")
        return Report(page.name, "", tuple(notes))
    findings = [_finding(operation, side) for operation in theirs]
    if not findings:
        findings = [Finding(known.name, "", known.name, "text") for known in mentions(prose, side)]
    if not findings:
        notes.append("no operation of our documents recognised")
    return Report(page.name, side.host, tuple(notes), tuple(findings))


def _finding(theirs: Operation, side: Ours) -> Finding:
    """Compare one operation of a page with ours, or say that we have none."""
    known = match(theirs, side)
    if known is not None:
        changes = (*_spelling_changes(theirs, known, side=side), *compare(theirs, known))
        return Finding(theirs.name, theirs.title, known.name, "schema", changes)
    paths, method, model = set(spellings(theirs, side)), theirs.method.upper(), model_of(theirs)
    methods = sorted(each.method.upper() for each in side.operations if segments(each.path) in paths)
    new = change("operation new", f"model {model}" if methods and model else "")
    if methods and method not in methods:
        new = change("method", "", theirs=method, ours=methods)
    return Finding(theirs.name, theirs.title, "", "schema", (new,))


def gone(reports: Sequence[Report]) -> list[Report]:
    """Return, per host that was read, the operations that no page has."""
    found: list[Report] = []
    for host in dict.fromkeys(each.host for each in reports if each.host and each.is_read):
        names = {finding.ours for each in reports if each.host == host for finding in each.findings}
        lost = [each for each in ours(host).operations if each.name not in names]
        findings = [
            Finding(each.name, each.title, each.name, "schema", (change("operation gone", ""),)) for each in lost
        ]
        found += [Report("all pages", host, (), tuple(findings))] if findings else []
    return found


@cache
def known_rows() -> tuple[dict[str, Any], ...]:
    return tuple(_specs.read(Path(__file__).with_name("_drift_known.yaml"))["known"])


def _marked(report: Report) -> Report:
    """Return a report whose known differences carry their reason, and no longer fail the run."""
    findings: list[Finding] = []
    for finding in report.findings:
        changes = [each._replace(known=_reason(report.host, finding, each)) for each in finding.changes]
        findings.append(finding._replace(changes=tuple(changes)))
    return report._replace(findings=tuple(findings))


def _reason(host: str, finding: Finding, found: Change) -> str:
    for row in known_rows():
        is_here = host in row["hosts"] and found.kind in row["kinds"]
        is_operation = any(fnmatch.fnmatch(finding.ours, each) for each in row["operations"])
        if is_here and is_operation and any(fnmatch.fnmatch(found.place, each) for each in row["places"]):
            return str(row["why"])
    return ""


@cache
def ours(host: str) -> Ours:
    """Return our side of *host*, from all documents that serve it."""
    documents = [_specs.for_host(name, host) for name, served in _specs.pairs() if served == host]
    found = tuple(operation for document in documents for operation in operations(document))
    urls = [url for operation in found for url in operation.servers]
    starts = {segments(operation.path)[:length] for operation in found for length in (1, 2)}
    shared = {start for start in starts if sum(segments(each.path)[: len(start)] == start for each in found) > 1}
    common = {start for start in shared if len(start) == 1 or re.fullmatch(r"v\d+", start[-1])}
    routes: dict[tuple[str, Segments, str], list[Operation]] = {}
    for document in documents:
        for model, each in _routes(document):
            routes.setdefault((each.method, segments(each.path), model), []).append(each)
    return Ours(
        host=host,
        operations=found,
        addresses=frozenset(urlsplit(url).hostname or "" for url in urls) - {""},
        prefixes=tuple(sorted(common, key=len, reverse=True)),
        routes=routes,
    )


def _routes(document: Document) -> Iterator[tuple[str, Operation]]:
    """Yield each operation, and one per model of a shared route, whose body names each model's `input` schema."""
    seer = Seer(document)
    for each in operations(document):
        yield "", each
        body = seer.follow(document["paths"][each.path][each.method].get("requestBody"))
        for media in body.get("content", {}).values():
            for model, schema in _specs.inputs(seer.follow(media.get("schema"))).items():
                fields = flat(seer.see(schema), "input")
                yield model, each._replace(request={**each.request, **fields})


def segments(path: str) -> Segments:
    """Split a path or an address into its parts; placeholders of any spelling look the same."""
    bare = re.sub(r"^(?:https?:)?//[^/]*|^\{\{\w+\}\}", "", path.strip()).split("?")[0].split("#")[0]
    return tuple(re.sub(PLACEHOLDER, "{}", part) for part in bare.split("/") if part)


def match(theirs: Operation, side: Ours) -> Operation | None:
    """Return our operation of the same method and path, and of the same model where models share a route, or None.

    Of several documents that have it, the one from which the page differs least.
    """
    found = (key for path in spellings(theirs, side) if (key := (theirs.method, path, "")) in side.routes)
    route = next(found, None)
    if route is None:
        return None
    is_shared = any(other[:2] == route[:2] and other[2] for other in side.routes)
    found_here = side.routes.get((*route[:2], model_of(theirs) if is_shared else ""), ())
    if len(found_here) < 2:  # noqa: PLR2004 - the usual case, in which nothing is compared twice
        return next(iter(found_here), None)
    return min(found_here, key=lambda each: len(compare(theirs, each)))


def model_of(theirs: Operation) -> str:
    """Return the one model that a page's schema admits; empty where it admits several or any."""
    field = theirs.request.get("model")
    words = field.view.words if field else None
    return str(words[0]) if words and len(words) == 1 else ""


def spellings(theirs: Operation, side: Ours) -> Iterator[Segments]:
    """Yield what the path of an operation may stand for, likeliest first.

    Pages print paths without the prefix, with the prefix twice, or behind a server that already holds it.
    """
    path = segments(theirs.path)
    starts = {segments(urlsplit(server).path) for server in theirs.servers}
    for candidate in (path, *(start + path for start in sorted(starts) if start)):
        yield candidate
        for prefix in side.prefixes:
            yield prefix + candidate
            while candidate[: len(prefix)] == prefix:
                candidate = candidate[len(prefix) :]  # noqa: PLW2901 - one prefix after the other
                yield from (start + candidate for start in side.prefixes)


def _spelling_changes(theirs: Operation, known: Operation, *, side: Ours) -> Iterator[Change]:
    """Yield how a page prints path and server, where it is not how we do."""
    if segments(theirs.path) != segments(known.path):
        yield change("path", "", theirs=theirs.path, ours=known.path)
    told = {urlsplit(server).hostname for server in theirs.servers} - {None, ""}
    own = {urlsplit(server).hostname for server in known.servers}
    if told and not told & own:
        detail = ", another one of this host" if told & side.addresses else ""
        yield change("server", "", theirs=f"{', '.join(sorted(map(str, told)))}{detail}", ours=sorted(map(str, own)))


def guess_host(text: str, found: Sequence[Operation]) -> Ours | None:
    """Return the side that a page speaks of, or None when nothing tells.

    Servers of its operations count most, then addresses in its text, then paths that only one side has; of sisters that
    share their paths, the one in the page's language, then the one whose models the page names.
    """
    sides = [ours(host) for host in HOSTS]
    scores = {side.host: _score(text, found, side=side) for side in sides}
    best = max(sides, key=lambda side: scores[side.host])
    return best if any(scores[best.host][:4]) else None


def _score(text: str, found: Sequence[Operation], *, side: Ours) -> tuple[int, ...]:
    servers = [urlsplit(server).hostname or "" for operation in found for server in operation.servers]
    by_server = sum(server in side.addresses and server.endswith(side.host) for server in servers)
    named = len(re.findall(rf"(?<![\w-]){re.escape(side.host)}(?![\w-])", text))
    named += sum(text.count(address) for address in side.addresses)
    mentioned = mentions(text, side)
    matched = sum(match(operation, side) is not None for operation in found) or len(mentioned)
    is_chinese = len(re.findall("[一-鿿]", text[:20_000])) > LEAST_CHINESE
    known = [match(operation, side) for operation in found] or mentioned
    fields = [field for each in known if each for place, field in each.request.items() if place.endswith("model")]
    models = {str(word) for field in fields for word in field.view.words or ()}
    likeness = sum(
        2 if re.search(rf"(?<![\w.]){re.escape(word)}(?!\w|\.\d)", text, re.ASCII) else -1 for word in models
    )
    return (by_server, named, matched, int(bool(matched) and is_chinese and side.host.endswith(".cn")), likeness)


def mentions(text: str, side: Ours) -> list[Operation]:
    """Return our operations whose path a text prints, in its order, else the one whose fields it names.

    The method is the last one that stands before a path.
    """
    found: dict[str, Operation] = {}
    for printed in PATH.finditer(text):
        parts = segments(printed[0].rstrip("."))
        paths = {parts, *(prefix + parts for prefix in side.prefixes)}
        same = {each.method.upper(): each for each in side.operations if segments(each.path) in paths}
        methods = re.findall(r"\b(GET|POST|DELETE|PUT)\b", text[max(0, printed.start() - 60) : printed.start()])
        if same:
            known = same.get(methods[-1] if methods else "", next(iter(same.values())))
            found.setdefault(known.name, known)
    return list(found.values()) or _by_fields(text, side)


def _by_fields(text: str, side: Ours) -> list[Operation]:
    """Return the operation whose fields a page without a path names best: most of them, and few others missing."""
    said, fits = set(re.findall(r"[A-Za-z]\w+", text)), dict[int, Operation]()
    for each in side.operations:
        leaves = {re.split(r"[ .]", place)[-1].removesuffix("[]") for place in each.request}
        names = {name for name in leaves if "_" in name or name.lower() != name}
        if len(names & said) >= LEAST_FIELDS:
            fits.setdefault(len(names & said) * 3 - len(names - said), each)
    best = max(fits, default=0)
    return [fits[best]] if best > 0 else []


def counts(reports: Sequence[Report]) -> dict[str, int]:
    """Count the changes by grade; known differences are counted apart."""
    changes = [each for report in reports for finding in report.findings for each in finding.changes]
    found = Counter("known" if each.known else each.grade for each in changes)
    return {grade: found[grade] for grade in (*GRADES, "known")}


def as_json(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the whole report as JSON values."""
    pages: list[dict[str, Any]] = []
    for report in reports:
        told = [{**each._asdict(), "changes": [one._asdict() for one in each.changes]} for each in report.findings]
        pages.append({"source": report.source, "host": report.host, "notes": list(report.notes), "operations": told})
    unread = [report.source for report in reports if not report.is_read]
    return {"counts": counts(reports), "unread": unread, "pages": pages}


def as_text(reports: Sequence[Report]) -> str:
    """Return lines for a terminal: per page, per operation, worst first; of other wording only server and path."""
    lines: list[str] = []
    for report in reports:
        lines.append(f"{report.source}: {_state(report)}")
        lines += [f"  ! {note}" for note in report.notes]
        for finding in report.findings:
            lines.append(f"  {finding.operation}{_aside(finding)}")
            shown = [each for each in finding.changes if each.grade != "wording" or each.kind in {"server", "path"}]
            shown.sort(key=lambda each: GRADES.index(each.grade))
            lines += [f"    {each.grade:8}  {_sentence(each)}" for each in shown]
    return "\n".join([*lines, "", _summary(reports)])


def _state(report: Report) -> str:
    if not report.is_read:
        return "nothing could be read"
    return f"{len(report.findings)} operation{'s' if len(report.findings) != 1 else ''}, compared with {report.host}"


def _aside(finding: Finding) -> str:
    parts = [finding.title] if finding.title else []
    parts += [f"ours: {finding.ours}"] if finding.ours and finding.ours != finding.operation else []
    parts += [f"{finding.how} only"] if finding.how != "schema" else []
    parts += [] if finding.changes or finding.how == "text" else ["no difference"]
    return f"  ({'; '.join(parts)})" if parts else ""


def _sentence(found: Change) -> str:
    sides = (("theirs", found.theirs), ("ours", found.ours))
    values = ", ".join(f"{whose} {_short(value)}" for whose, value in sides if value not in (None, [], ""))
    place, known = f"{found.place}: " if found.place else "", f" [known: {found.known}]" if found.known else ""
    return f"{place}{found.says}{f' ({values})' if values else ''}{known}"


def _short(value: Any) -> str:
    items: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
    text = ", ".join(f"{item:g}" if isinstance(item, float) else str(item) for item in items)
    return text if len(text) <= SHORTEST else f"{text[:SHORTEST]}…"


def _summary(reports: Sequence[Report]) -> str:
    numbers = ", ".join(f"{number} {grade}" for grade, number in counts(reports).items())
    return f"{len(reports)} pages, {sum(not report.is_read for report in reports)} of them unread: {numbers}"
