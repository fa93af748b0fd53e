"""``doctor``: keys, hosts, clock, ledger and versions, each one line: fine, or what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
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
from reelscore.cli.commands import HOST, Common, command, option
from reelscore.cli.extras import EXTRAS
from reelscore.cli.ledger import ledger, rows
from reelscore.cli.logs import known_secrets, masked
from reelscore.cli.output import Output
from reelscore.client.config import checked_url
from reelscore.client.keys import environment_for, find_key
from reelscore.errors import AuthenticationError, ConfigurationError, ReelscoreError
from reelscore.vendors.family import hosts
from reelscore.vendors.host import Host

_SECONDS = 6.0
"""How long a host may take to answer."""
_SKEW = 30.0
"""Seconds by which this computer's clock may be off."""
_ROOM = 200 << 20


@attrs.frozen(kw_only=True)
class DoctorOptions(Common):
    host: str | None = HOST
    offline: bool = option(False, "--offline", help="Ask no host.")


@attrs.frozen(kw_only=True)
class Check:
    name: str
    ok: bool | None
    """None: not needed here."""
    message: str
    next: str = ""


def doctor(options: DoctorOptions, out: Output) -> int:
    """Check keys (never shown), hosts, clock, ledger and versions; exit code 1 if something is wrong."""
    names = [host_named(options.host).name] if options.host else list(hosts)
    with ThreadPoolExecutor(len(names)) as pool:
        asked = [pool.submit(list, _host_checks(hosts[name], offline=options.offline)) for name in names]
        checks = [*_versions(), _config(), *_ledger(), *(check for future in asked for check in future.result())]
    if not any(find_key(hosts[name]).key for name in names):
        checks.append(
            Check(name="keys", ok=False, message="no host has a key", next="reelscore init, or reelscore demo")
        )
    ok = all(check.ok is not False for check in checks)
    if out.json:
        out.document({"ok": ok, "checks": [attrs.asdict(check) for check in checks]})
        return 0 if ok else 1
    for check in checks:
        _show(check, out)
    return 0 if ok else 1


def _show(check: Check, out: Output) -> None:
    mark, style = {True: ("ok  ", "green"), False: ("FIX ", "bold red"), None: ("--  ", "")}[check.ok]
    out.line(f"{mark}{check.name}: {check.message}{f' -> {check.next}' if check.next else ''}", style=style)


def _versions() -> Iterator[Check]:
    names = ("reelscore", "httpx", "attrs", "typer", "rich")
    told = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    yield Check(name="versions", ok=True, message=f"Python {platform.python_version()}, {told}")
    absent = list(dict.fromkeys(extra for module, extra in EXTRAS.items() if importlib.util.find_spec(module) is None))
    step = f"pip install 'reelscore[{','.join(absent)}]', if you want them" if absent else ""
    message = f"without {', '.join(absent)}" if absent else "all are installed"
    yield Check(name="extras", ok=None if absent else True, message=message, next=step)


def _config() -> Check:
    """The user's defaults: which, and where they are."""
    profile = os.environ.get(config.PROFILE, "").strip()
    where = f"{config.path()}{f', profile {profile}' if profile else ''}"
    try:
        found = config.settings()
    except Misuse as error:
        return Check(name="settings", ok=False, message=str(error), next=error.next)
    told = ", ".join(f"{name} {words(value)}" for name, value in found.items())
    return Check(name="settings", ok=True if found else None, message=f"{told or 'none'}; {where}")


def _ledger() -> Iterator[Check]:
    place, path = ledger().location, ledger().path
    if not ledger().exists():
        yield Check(name="ledger", ok=True, message=f"{place} is made with the first call")
        return
    try:
        verdict, known, wrong = ledger().integrity(), rows(), ledger().check_counters()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the file
        yield Check(
            name="ledger", ok=False, message=f"{place}: {error}", next="restore it from a copy; it holds your tasks"
        )
        return
    yield Check(
        name="ledger",
        ok=verdict == "ok",
        message=f"{place}: {verdict}, {len(known)} rows",
        next="" if verdict == "ok" else "restore a copy",
    )
    doubtful = [row for row in known if row.doubtful]
    if doubtful:
        yield Check(
            name="in doubt", ok=False, message=f"{len(doubtful)} call(s) without a verdict", next="reelscore recover"
        )
    if wrong:
        told = ", ".join(f"{each.scope} counts {each.counted}, its rows {each.summed}" for each in wrong)
        yield Check(name="budgets", ok=False, message=told, next="report it; until then give budgets another per=")
    if path is None:
        return
    free = shutil.disk_usage(path.parent).free
    if free < _ROOM:
        yield Check(name="disk", ok=False, message=f"{free >> 20} MB are free at {path.parent}", next="free some space")


def _host_checks(host: Host, *, offline: bool) -> Iterator[Check]:
    found = find_key(host)
    if not found.key:
        more = f" ({found.problem})" if found.problem else ""
        step = f"reelscore init --host {host.name}, or set {host.key_variable}"
        yield Check(name=f"{host.name} key", ok=None, message=f"none{more}; made at {host.key_page}", next=step)
        return
    yield Check(name=f"{host.name} key", ok=True, message=f"from {found.place}")
    if offline:
        return
    reached = list(_reached(host))
    yield from reached
    if all(check.name != f"{host.name} reachable" or check.ok for check in reached):
        yield _asked(host)


def base_url(host: Host) -> str:
    known = environment_for(host)
    return checked_url(known.get(host.base_url_variable) or host.base_url, host.base_url_variable)


def _reached(host: Host) -> Iterator[Check]:
    name, url = f"{host.name} reachable", ""
    try:
        url = base_url(host)
        date = _date_of(url)
    except ConfigurationError as error:
        yield Check(name=name, ok=False, message=str(error), next=f"mend {host.base_url_variable}")
        return
    except ConnectionError as error:
        yield Check(name=name, ok=False, message=f"{url}: {error}", next="look at network, proxy and firewall")
        return
    yield Check(name=name, ok=True, message=url)
    if date is not None:
        yield _clock(host, abs((datetime.now(UTC) - date).total_seconds()))


def _date_of(url: str) -> datetime | None:
    from reelscore.transport.http import server_date

    text = server_date(url, seconds=_SECONDS)
    try:
        return None if text is None else parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None


def _clock(host: Host, skew: float) -> Check:
    step = "" if skew <= _SKEW else "set this computer's clock: webhooks and expiry depend on it"
    return Check(name=f"{host.name} clock", ok=skew <= _SKEW, message=f"{skew:.0f} s apart", next=step)


def _asked(host: Host) -> Check:
    name = f"{host.name} balance"
    try:
        found = keys.left(host.name, timeout=_SECONDS)
    except ReelscoreError as error:
        return Check(name=name, ok=False, message=masked(str(error)), next="see above")
    if found.error is None:
        return Check(name=name, ok=True, message=f"{amount(found.credits)} credits")
    step = f"make a new key at {host.key_page}" if isinstance(found.error, AuthenticationError) else "try again later"
    return Check(name=name, ok=False, message=masked(str(found.error), known_secrets()), next=step)


COMMANDS = {"doctor": command("doctor", doctor, options=DoctorOptions)}
