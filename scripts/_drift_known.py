"""Differences that are on purpose: rows of `_drift_known.yaml` that say whose, which, and why.

A difference that a row explains is reported with its reason and no longer fails the run.
"""

import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import _specs
from _drift_kinds import Change
from _drift_report import Finding, Report

TABLE = Path(__file__).with_name("_drift_known.yaml")


@cache
def rows() -> tuple[dict[str, Any], ...]:
    """Read the table."""
    return tuple(_specs.read(TABLE)["known"])


def marked(report: Report) -> Report:
    """Return a report whose known differences carry their reason."""
    findings = tuple(_marked(report.host, finding) for finding in report.findings)
    return report._replace(findings=findings)


def _marked(host: str, finding: Finding) -> Finding:
    changes = tuple(change._replace(known=_reason(host, finding, change=change)) for change in finding.changes)
    return finding._replace(changes=changes)


def _reason(host: str, finding: Finding, *, change: Change) -> str:
    return next((str(row["why"]) for row in rows() if explains(row, host, finding=finding, change=change)), "")


def explains(row: dict[str, Any], host: str, *, finding: Finding, change: Change) -> bool:
    """Tell whether a row is about this change; places and operations may hold `*`."""
    is_here = host in row["hosts"] and change.kind in row["kinds"]
    is_operation = any(fnmatch.fnmatch(finding.ours, each) for each in row["operations"])
    return is_here and is_operation and any(fnmatch.fnmatch(change.place, each) for each in row["places"])
