"""Change our own documents on purpose and see whether the report says exactly that.

Each document is published as its vendor would print it, one operation to a page; one thing on the page is changed by a
seeded choice, and the page goes through the whole of scripts/drift. Caught means: the report has the expected kinds with
the expected grades, and nothing else. `_drift_changes` holds the changes.
"""

import copy
import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import yaml

from _drift_changes import MUTATIONS, Mutation
from _drift_input import Source
from _drift_ours import as_vendor, documented_hosts
from _drift_pages import gone, report
from _drift_report import Report
from _drift_sites import Page
from _specs import Document, operations

SEED = 8
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Verdicts = frozenset[tuple[str, str]]


class Outcome(NamedTuple):
    """What came of one change."""

    host: str
    mutation: str
    operation: str
    place: str
    expected: Verdicts
    """Grades and kinds."""
    found: Verdicts

    @property
    def is_caught(self) -> bool:
        """Whether the report says what was done, and no more."""
        return self.found == self.expected


def run(seed: int = SEED, hosts: Sequence[str] = documented_hosts()) -> Iterator[Outcome]:
    """Make every kind of change once per host, where a host has a place for it."""
    for host in hosts:
        chooser = random.Random(f"{seed} {host}")
        pages = list(pages_of(as_vendor(host)))
        for mutation in MUTATIONS:
            outcome = _outcome(host, mutation, pages=pages, chooser=chooser)
            if outcome:
                yield outcome


def pages_of(document: Document) -> Iterator[Page]:
    """Yield a page per operation."""
    for path, method, _ in operations(document):
        item = document["paths"][path]
        servers = item.get("servers") or document["servers"]
        body: Document = {"openapi": "3.1.0", "servers": servers, "paths": {path: {method: item[method]}}}
        yield Page(path, method, copy.deepcopy(body))


def _outcome(host: str, mutation: Mutation, *, pages: list[Page], chooser: random.Random) -> Outcome | None:
    """Try pages in random order until one has a place for the change."""
    for page in chooser.sample(pages, len(pages)):
        changed = page._replace(document=copy.deepcopy(page.document))
        made = mutation.apply(changed, chooser)
        if made is None:
            continue
        reports = [as_page(changed, host)] if changed.document["paths"] else []
        reports += [plain(host)[each.name] for each in pages if each is not page] if mutation.is_whole else []
        reports += gone(reports) if mutation.is_whole else []
        return Outcome(host, mutation.name, page.name, made.place, frozenset(made.expected), verdicts(reports))
    return None


@cache
def plain(host: str) -> dict[str, Report]:
    """Return what comes of each page when nothing is changed, by operation."""
    return {page.name: as_page(page, host) for page in pages_of(as_vendor(host))}


def as_page(page: Page, host: str) -> Report:
    """Print a page as markdown and put it through."""
    block = yaml.dump(page.document, Dumper=DUMPER, allow_unicode=True, sort_keys=False)
    return report(Source(page.name, f"# {page.name}\n\n```yaml\n{block}```\n"), host)


def verdicts(reports: list[Report]) -> Verdicts:
    """Return the grades and kinds of all changes."""
    return frozenset(
        (change.grade, change.kind) for each in reports for finding in each.findings for change in finding.changes
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the counts as a Markdown table, and each change that was not caught."""
    lines = ["| change | expected | made | caught |", "|---|---|---|---|"]
    for mutation in MUTATIONS:
        mine = [outcome for outcome in outcomes if outcome.mutation == mutation.name]
        grades = sorted({f"{grade}: {kind}" for outcome in mine for grade, kind in outcome.expected})
        lines.append(f"| {mutation.name} | {', '.join(grades)} | {len(mine)} | {sum(o.is_caught for o in mine)} |")
    caught = sum(outcome.is_caught for outcome in outcomes)
    hosts = {outcome.host for outcome in outcomes}
    lines.append(f"| **all**, {len(hosts)} hosts | | {len(outcomes)} | {caught} |")
    missed = [f"- missed: {outcome}" for outcome in outcomes if not outcome.is_caught]
    return "\n".join([*lines, *missed])
