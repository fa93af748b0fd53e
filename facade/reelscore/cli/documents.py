"""The JSON documents of ``--json``: their keys are promises; credits are decimal text, times ISO 8601 in UTC.

``KEYS`` names the keys of each command's document and stands under its ``--help``. Keys may be added; none goes away or
changes its meaning before the next major version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reelscore.cli.output import when
from reelscore.errors import Violation
from reelscore.ledger.records import CallRecord
from reelscore.pricing import Quote, Total
from reelscore.rules.schema import described
from reelscore.vendors.family import family_of, hosts

TASK = (
    "id intent task_id host operation model stage outcome request quoted basis charged refunded created submitted "
    "finished saved expires urls files note sandbox"
)
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
    "recover": f"found: [{TASK} action], elsewhere: [{TASK}]",
    "balance": "accounts: [host credits place error]",
    "spend": "hosts: [host account sandbox calls quoted charged held refunded unquoted untold], "
    "differences: [id host operation created quoted charged]",
    "upload": "host id url name",
    "rules": "rules: [id operations hosts field kind when allowed message severity code source]",
    "prices": "prices: [operation host model fields credits basis lines source]",
    "models": "models: [operation host model fields switches cheapest dearest]",
    "gallery": "path tasks embedded bytes",
    "init": "stored: [host variable], removed: [host variable]",
    "doctor": "ok, checks: [name ok message next]",
    "demo": "tasks: [operation id before quoted charged left adds_up files], adds_up, seconds",
    "sandbox": "pixverse pixverse_cn kie sunoapi kie_upload sunoapi_upload (one line, when ready)",
    "serve": "urls: {host: url} (one line, when ready), then a line per delivery: host id stage claims verified intent",
}
"""Keys by command, outermost first; ``error: type message cost next exit_code ...`` takes their place on a failure.

Where a pipe of requests turns out wrong after some were told, ``error`` follows the list instead of what else belongs
there: no sum is said of a part.
"""


def epilog(name: str) -> str:
    """What stands under a command's help: the keys of its document."""
    return f"--json prints: {KEYS[name]}"


def violation(value: Violation) -> dict[str, Any]:
    names = ("rule", "field", "allowed", "message", "remove", "severity", "code", "source")
    told = {name: getattr(value, name) for name in names}
    return told | {name: json_value(getattr(value, name)) for name in ("given", "suggestion", "example")}


def json_value(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    return described(value)


def quote(value: Quote) -> dict[str, Any]:
    lines = [{"what": line.what, "credits": line.credits, "note": line.note} for line in value.lines]
    told = {name: getattr(value, name) for name in ("credits", "basis", "low", "high", "source")}
    return {**told, "lines": lines, "money": money(value)}


def money(value: Quote) -> list[dict[str, Any]]:
    found = [(name, value.money(name)) for name in value.plans]
    return [{"plan": name, "amount": m.amount, "currency": m.currency} for name, m in found if m is not None]


def total(value: Total) -> dict[str, Any]:
    told = [{"plan": plan, "amount": each, "currency": word} for (plan, word), each in value.money.items()]
    return {"credits": value.credits, "unknown": value.unknown, "money": told}


def task(row: CallRecord) -> dict[str, Any]:
    same = ("intent", "task_id", "host", "model", "quoted", "basis", "charged", "refunded")
    times = ("created", "submitted", "finished", "saved", "expires")
    return {
        "id": row.ref,
        "operation": op(row),
        **{name: getattr(row, name) for name in same},
        "stage": str(row.status),
        "outcome": row.state or row.error,
        "request": dict(row.request),
        **{name: when(getattr(row, name)) for name in times},
        "urls": list(row.urls),
        "files": [dict(file) for file in row.files],
        "note": row.note,
        "sandbox": row.sandbox,
    }


def op(row: CallRecord) -> str:
    """The operation as the command line writes it, such as pixverse.text-to-video."""
    if row.host not in hosts:
        return row.operation
    return f"{family_of(row.place, row.operation).vendor}.{row.operation.replace('_', '-')}"
