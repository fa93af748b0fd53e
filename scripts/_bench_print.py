"""The figures of a run as tables for people and as a document for programs."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from _bench_rows import BESIDE, COLUMNS, Row, Runs, cell

Results = Mapping[str, Runs]
HEADS = ("", "budget", "median", "min", "limit", "figures of ours")
BELOW = """\
x: over raw httpx, inside each round. Time: import, first call (with import and client), file. CPU: sync and async (one paid
call), jobs (each looked at every second). Then, of the jobs: seconds until all were done, connections opened, jobs failed;
of the file: memory over idle; of simulated jobs of about 60 s, each waited for as the library does by itself: looks a job
costs, and how late its end is seen. Raw httpx has 20 connections, and a semaphore before them; the peers their defaults."""
DIGITS = ((1, 3), (10, 2), (100, 1))
"""Below so much, so many behind the point."""


def row_cells(row: Row) -> tuple[str, ...]:
    """Give a budget's line; what passed its ceiling stands first among the figures."""
    over = [f"{name} {number(value)} is too much" for name, value in row.over.items()]
    told = {name: value for name, value in row.figures.items() if name not in {"took s", *row.over}}
    figures = [f"{name} {number(value)}{_against(name, row)}" for name, value in told.items()]
    limit = f"{'≥' if row.at_least else '≤'} {number(row.limit)}"
    verdict = "ok" if row.met else "MISS"
    return (verdict, row.name, f"{row.median:.3f}", f"{row.best:.3f}", limit, ", ".join(over + figures))


def _against(name: str, row: Row) -> str:
    return f" against {number(row.against[name])}" if name in row.against else ""


def number(value: float) -> str:
    """Write a figure with as many digits as it deserves."""
    if value == int(value):
        return f"{value:,.0f}"
    digits = next((digits for most, digits in DIGITS if abs(value) < most), 0)
    return f"{value:,.{digits}f}"


def line(row: Row) -> str:
    """Write a budget's line for a terminal."""
    mark, name, middle, best, limit, figures = row_cells(row)
    return f"{mark:4} {name:32} {middle:>8} {best:>8}  {limit:8} {figures}"


def head() -> str:
    """Write what stands above the lines."""
    mark, name, middle, best, limit, figures = HEADS
    return f"{mark:4} {name:32} {middle:>8} {best:>8}  {limit:8} {figures}"


def beside(results: Results) -> list[tuple[str, ...]]:
    """Give the table of who was measured beside us, its head first; columns and lines without a figure are left out."""
    columns = [column for column in COLUMNS if column.measure in results]
    lines = [(name, [cell(column, results, subject=name) for column in columns]) for name in BESIDE]
    told = [(name, *("" if value is None else number(value) for value in cells)) for name, cells in lines if any(cells)]
    return [("", *(column.title for column in columns)), *told] if columns else []


def plain(table: Sequence[Sequence[str]]) -> str:
    """Write a table for a terminal."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            [cells[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]
        )
        for cells in table
    )


def markdown(table: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = ["| " + " | ".join(cells) + " |" for cells in table]
    return "\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]])


def document(rows: Sequence[Row], results: Results, *, about: Mapping[str, Any]) -> dict[str, Any]:
    """Give all figures of a run."""
    return {"about": dict(about), "rows": [row.document() for row in rows], "figures": results}


def about(lock: Path, *, rounds: int, quick: bool) -> dict[str, Any]:
    """Say where and how a run was made."""
    pins = re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    cores = len(os.sched_getaffinity(0))
    return {"python": platform.python_version(), "cores": cores, "rounds": rounds, "quick": quick, "peers": dict(pins)}
