"""``doctor``: keys, hosts, clock, ledger and versions, each one line: fine, or what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import attrs

from reelscore.catalog.operations import Misuse, host_named
from reelscore.catalog.values import amount, words
from reelscore.cli import config, keys
from reelscore.cli.commands import HOST, commands, option
from reelscore.cli.extras import EXTRAS
from reelscore.cli.ledger import ledger, rows
from reelscore.cli.output import Output, known_secrets, masked
from reelscore.client.config import checked_url
from reelscore.client.keys import environment_for, find_key
from reelscore.errors import AuthenticationError, ConfigurationError
from reelscore.vendors.family import hosts
from reelscore.vendors.host import Host

_SECONDS = 6.0
"""How long a host may take to answer."""
_SKEW = 30.0
"""Seconds by which this computer's clock may be off."""
_ROOM = 200 << 20


@attrs.frozen
class Check:
    name: str
    ok: bool | None
    """None: not needed here."""
    message: str
    next: str = ""


def doctor(
    out: Output,
    *,
    host: str | None = HOST,
    offline: bool = option(False, "--offline", help="Ask no host."),
) -> int:
    """Check keys (never shown), hosts, clock, ledger and versions; exit code 1 if something is wrong."""
    names = [host_named(host).name] if host else list(hosts)
    with ThreadPoolExecutor(len(names)) as pool:
        asked = [pool.submit(list, _host_checks(hosts[name], offline=offline)) for name in names]
        checks = [*_versions(), _config(), *_ledger(), *(check for future in asked for check in future.result())]
    if not any(find_key(hosts[name]).key for name in names):
        checks.append(Check("keys", False, "no host has a key", "reelscore init, or reelscore demo"))
    ok = all(check.ok is not False for check in checks)
    out.document({"ok": ok, "checks": [attrs.asdict(check) for check in checks]})
    for check in checks:
        mark, style = {True: ("ok  ", "green"), False: ("FIX ", "bold red"), None: ("--  ", "")}[check.ok]
        step = f" -> {check.next}" if check.next else ""
        out.line(f"{mark}{check.name}: {check.message}{step}", style=style)
    return 0 if ok else 1


def _versions() -> Iterator[Check]:
    names = ("reelscore", "httpx", "attrs", "typer", "rich")
    told = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    yield Check("versions", True, f"Python {platform.python_version()}, {told}")
    absent = list(dict.fromkeys(extra for module, extra in EXTRAS.items() if importlib.util.find_spec(module) is None))
    if absent:
        step = f"pip install 'reelscore[{','.join(absent)}]', if you want them"
        yield Check("extras", None, f"without {', '.join(absent)}", step)
    else:
        yield Check("extras", True, "all are installed")


def _config() -> Check:
    """The user's defaults: which, and where they are."""
    where = f"{config.path()}{f', profile {config.profile()}' if config.profile() else ''}"
    try:
        found = config.settings()
    except Misuse as error:
        return Check("settings", False, str(error), error.next)
    told = ", ".join(f"{name} {words(value)}" for name, value in found.items())
    return Check("settings", True if found else None, f"{told or 'none'}; {where}")


def _ledger() -> Iterator[Check]:
    place, path = ledger().location, ledger().path
    if not ledger().exists():
        yield Check("ledger", True, f"{place} is made with the first call")
        return
    try:
        verdict, known, wrong = ledger().integrity(), rows(), ledger().check_counters()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the file
        yield Check("ledger", False, f"{place}: {error}", "restore it from a copy; it holds your tasks")
        return
    is_whole = verdict == "ok"
    yield Check("ledger", is_whole, f"{place}: {verdict}, {len(known)} rows", "" if is_whole else "restore a copy")
    doubtful = sum(row.doubtful for row in known)
    if doubtful:
        yield Check("in doubt", False, f"{doubtful} call(s) without a verdict", "reelscore recover")
    if wrong:
        told = ", ".join(f"{each.scope} counts {each.counted}, its rows {each.summed}" for each in wrong)
        yield Check("budgets", False, told, "report it; until then give budgets another per=")
    free = shutil.disk_usage(path.parent).free if path else _ROOM
    if path is not None and free < _ROOM:
        yield Check("disk", False, f"{free >> 20} MB are free at {path.parent}", "free some space")


def _host_checks(host: Host, *, offline: bool) -> Iterator[Check]:
    found = find_key(host)
    if not found.key:
        more = f" ({found.problem})" if found.problem else ""
        step = f"reelscore init --host {host.name}, or set {host.key_variable}"
        yield Check(f"{host.name} key", None, f"none{more}; made at {host.key_page}", step)
        return
    yield Check(f"{host.name} key", True, f"from {found.place}")
    if offline:
        return
    name, url = f"{host.name} reachable", ""
    try:
        url = checked_url(environment_for(host).get(host.base_url_variable) or host.base_url, host.base_url_variable)
        skew = _skew(url)
    except ConfigurationError as error:
        yield Check(name, False, str(error), f"mend {host.base_url_variable}")
        return
    except ConnectionError as error:
        yield Check(name, False, f"{url}: {error}", "look at network, proxy and firewall")
        return
    yield Check(name, True, url)
    if skew is not None:
        step = "" if skew <= _SKEW else "set this computer's clock: webhooks and expiry depend on it"
        yield Check(f"{host.name} clock", skew <= _SKEW, f"{skew:.0f} s apart", step)
    yield _balance(host)


def _skew(url: str) -> float | None:
    """Return the seconds between this computer's clock and a server's; None where the server names no time."""
    from reelscore.transport.http import server_date

    text = server_date(url, seconds=_SECONDS)
    try:
        return None if text is None else abs((datetime.now(UTC) - parsedate_to_datetime(text)).total_seconds())
    except (TypeError, ValueError):
        return None


def _balance(host: Host) -> Check:
    found = keys.left(host.name, timeout=_SECONDS)
    if found.error is None:
        return Check(f"{host.name} balance", True, f"{amount(found.credits)} credits")
    is_refused = isinstance(found.error, AuthenticationError)
    step = f"make a new key at {host.key_page}" if is_refused else "try again later"
    return Check(f"{host.name} balance", False, masked(str(found.error), known_secrets()), step)


COMMANDS = commands(doctor=(doctor, "ok, checks: [name ok message next]"))
