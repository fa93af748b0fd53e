"""The keys of the documents of ``--json``, by command: promises that stand under each ``--help``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reelscore.catalog.documents import TASK
from reelscore.catalog.operations import Misuse, near

QUOTE = "operation host request credits basis low high source lines money savings"
RUN = f"tasks: [{TASK} result error reused], totals: [host quoted charged calls unquoted untold], failed"
KEYS: Mapping[str, str] = {
    "quote": f"requests: [{QUOTE}], total: credits: {{host: sum}} unknown money",
    "check": "requests: [operation host request violations: [rule field given allowed message suggestion example "
    "remove severity code source], nearest], ok",
    "run": RUN + f"; with --dry-run requests: [{QUOTE} key made], total",
    "submit": RUN + f"; with --dry-run requests: [{QUOTE} key made], total",
    "wait": RUN,
    "save": RUN,
    "tasks": f"tasks: [{TASK}]",
    "show": TASK,
    "move": "calls source target",
    "open": "id places opened",
    "recover": f"found: [{TASK} action], elsewhere: [{TASK}]",
    "balance": "accounts: [host credits place error]",
    "spend": "hosts: [host account sandbox calls quoted charged held refunded unquoted untold], "
    "differences: [id host operation created quoted charged]",
    "batch submit": "name jobs new cost",
    "batch run": "nothing",
    "batch status": "name states: {state: jobs} credits: {unit: credits} jobs: [key state credits "
    "steps: {key: task urls files error}]; or batches: [name states]",
    "batch doubts": f"tasks: [{TASK}]",
    "batch decide": f"tasks: [{TASK}]",
    "batch cancel": "name cancelled",
    "batch purge": "forgotten: {name: jobs}",
    "upload": "host id url name",
    "rules": "rules: [id operations hosts field kind when allowed message severity code source]",
    "prices": "prices: [operation host model fields credits basis lines source]",
    "models": "models: [operation host model fields switches cheapest dearest]",
    "market list": "models: [model title provider task_types description price_text], snapshot",
    "market show": "model title provider task_types output status page last_seen certainty source required fields "
    "rules prices notes snapshot; with --live model required fields route price origin note",
    "gallery": "path tasks embedded bytes",
    "init": "stored: [host variable], removed: [host variable]",
    "doctor": "ok, checks: [name ok message next]",
    "demo": "tasks: [operation id before quoted charged left adds_up files], adds_up, seconds",
    "sandbox": "pixverse pixverse_cn kie sunoapi kie_upload sunoapi_upload (one line, when ready)",
    "mcp": "url token (one line with --http, when ready)",
    "serve": "urls: {host: url} (one line, when ready), then a line per delivery: host id stage claims verified intent",
}
"""Keys by command, outermost first; ``error: type message cost next exit_code ...`` takes their place on a failure.

Where a pipe of requests turns out wrong after some were told, ``error`` follows the list instead of what else belongs
there: no sum is said of a part.
"""


_FREE = {"request", "result", "error", "steps", "fields", "switches", "nearest", "credits", "states", "jobs", "files"}
"""Keys whose value has keys of its own, which stand nowhere."""


def check_fields(name: str, paths: Iterable[str]) -> None:
    """Raise Misuse where a path names no key of a command's document: before anything is done."""
    known = re.findall(r"\w+", KEYS[name])
    for path in paths:
        for word in path.split("."):
            if word not in known:
                step = "--help shows the keys of the document"
                raise Misuse(f"--field {path}: there is no {word!r}{near(word, known)}", next=step)
            if word in _FREE:
                break


def epilog(name: str) -> str:
    """What stands under a command's help: the keys of its document."""
    return f"--json prints: {KEYS[name]}"
