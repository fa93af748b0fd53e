"""Print what was found: as text, as JSON, as Markdown. Nothing is decided here."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from _drift_kinds import GRADES, Change

SHORTEST = 160
"""Characters of a value in a line; JSON has all of them."""


class Finding(NamedTuple):
    """What one page says of one operation."""

    operation: str
    title: str
    ours: str
    """Our operation's method and path; empty where we have none."""
    how: str
    """Read from a `schema`, from an `example`, or from `text` only."""
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
        """Whether anything could be compared."""
        return bool(self.findings)


def counts(reports: Sequence[Report]) -> dict[str, int]:
    """Count the changes by grade; known differences are counted apart."""
    found = Counter("known" if change.known else change.grade for _, change in _changes(reports))
    return {grade: found[grade] for grade in (*GRADES, "known")}


def _changes(reports: Sequence[Report]) -> Iterator[tuple[Finding, Change]]:
    for report in reports:
        for finding in report.findings:
            yield from ((finding, change) for change in finding.changes)


def as_json(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the whole report as JSON values."""
    return {
        "counts": counts(reports),
        "unread": [report.source for report in reports if not report.is_read],
        "pages": [_page(report) for report in reports],
    }


def _page(report: Report) -> dict[str, Any]:
    findings = [
        {**finding._asdict(), "changes": [change._asdict() for change in finding.changes]}
        for finding in report.findings
    ]
    return {"source": report.source, "host": report.host, "notes": list(report.notes), "operations": findings}


def as_text(reports: Sequence[Report], *, is_full: bool) -> str:
    """Return lines for a terminal: per page, per operation, worst first."""
    lines: list[str] = []
    for report in reports:
        lines.append(f"{report.source}: {_state(report)}")
        lines += [f"  ! {note}" for note in report.notes]
        for finding in report.findings:
            lines.append(f"  {finding.operation}{_aside(finding)}")
            lines += [f"    {change.grade:8}  {_sentence(change)}" for change in _shown(finding, is_full=is_full)]
    return "\n".join([*lines, "", _summary(reports)])


def as_markdown(reports: Sequence[Report], *, is_full: bool) -> str:
    """Return a page for an issue or a pull request."""
    lines = ["# Drift", "", _summary(reports), ""]
    for report in reports:
        lines += [f"## {report.source}", "", _state(report) + ".", ""]
        lines += [f"- Note: {_safe(note)}" for note in report.notes]
        lines += [""] if report.notes else []
        for finding in report.findings:
            lines += [f"### {_safe(finding.operation)}{_safe(_aside(finding))}", ""]
            shown = list(_shown(finding, is_full=is_full))
            lines += [f"- **{change.grade}** {_safe(_sentence(change))}" for change in shown] or ["No difference."]
            lines.append("")
    return "\n".join(lines)


def _state(report: Report) -> str:
    if not report.is_read:
        return "nothing could be read"
    read = f"{len(report.findings)} operation{'s' if len(report.findings) != 1 else ''}"
    return f"{read}, compared with {report.host}"


def _aside(finding: Finding) -> str:
    parts = [finding.title] if finding.title else []
    if finding.ours and finding.ours != finding.operation:
        parts.append(f"ours: {finding.ours}")
    parts += [f"{finding.how} only"] if finding.how != "schema" else []
    parts += [] if finding.changes else ["no difference"]
    return f"  ({'; '.join(parts)})" if parts else ""


def _shown(finding: Finding, *, is_full: bool) -> Iterator[Change]:
    """Yield the changes worst first; without `--full` not the wording, which differs nearly everywhere."""
    for grade in GRADES:
        for change in finding.changes:
            if change.grade == grade and (is_full or grade != "wording" or change.kind in {"server", "path", "name"}):
                yield change


def _sentence(change: Change) -> str:
    parts = [f"theirs {_short(change.theirs)}"] if change.theirs not in (None, [], "") else []
    parts += [f"ours {_short(change.ours)}"] if change.ours not in (None, [], "") else []
    place = f"{change.place}: " if change.place else ""
    values = f" ({', '.join(parts)})" if parts else ""
    return f"{place}{change.says}{values}{f' [known: {change.known}]' if change.known else ''}"


def _short(value: Any) -> str:
    items: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
    text = ", ".join(f"{item:g}" if isinstance(item, float) else str(item) for item in items)
    return text if len(text) <= SHORTEST else f"{text[:SHORTEST]}…"


def _safe(text: str) -> str:
    """Keep a vendor's words from becoming markup or pings."""
    return text.replace("<", "&lt;").replace("@", "@\u200b").replace("\n", " ").replace("|", "\\|")


def _summary(reports: Sequence[Report]) -> str:
    numbers = ", ".join(f"{number} {grade}" for grade, number in counts(reports).items())
    unread = sum(not report.is_read for report in reports)
    return f"{len(reports)} pages, {unread} of them unread: {numbers}"
