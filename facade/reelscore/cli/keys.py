"""Keys and accounts: environment, ``.env`` file and keyring, never arguments; ``init`` and ``balance``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any

import attrs

from reelscore.catalog.documents import credits_left
from reelscore.catalog.operations import Misuse, host_named
from reelscore.catalog.values import amount
from reelscore.cli.commands import HOST, commands, option
from reelscore.cli.output import Output
from reelscore.client.keys import environment_for, find_key, from_keyring, service
from reelscore.errors import AuthenticationError, ConfigurationError, ReelscoreError, TransportError
from reelscore.flows.drivers import Clock, scaled_clock
from reelscore.requests.hosts import client_class
from reelscore.vendors.family import Family, families_of, hosts
from reelscore.vendors.host import Host


def client(
    place: Family | Host | str, *, awaiting: bool = False, environment: Mapping[str, str] | None = None, **options: Any
) -> Any:
    """Make a client with the key that was found; one that goes to a sandbox on this computer keeps its pace.

    Args:
        place: a vendor's operations on a host, or a host, by value or name; behind a "#" one of its routes.
        awaiting: whether it is the async one.
        environment: read for the key instead of where keys are looked for.
        options: of the client, such as ``budget``.
    """
    by_name = place if isinstance(place, str) else place.name
    family = place if isinstance(place, Family) else families_of(by_name)[0]
    known = environment_for(family.host) if environment is None else environment
    upload_url = known.get(upload_variable(family.host))
    made = client_class(family.vendor, awaiting=awaiting)
    return made(family, environment=known, upload_url=upload_url, clock=_clock(family.host, known), **options)


def _clock(host: Host, environment: Mapping[str, str]) -> Clock | None:
    """Return the clock of the sandbox that the host's base URL leads to; None where it leads to none."""
    url = environment.get(host.base_url_variable)
    if url is None:
        return None
    from reelscore.sandbox.clock import speed_at

    speed = speed_at(url)
    return None if speed is None else scaled_clock(speed)


def upload_variable(host: Host) -> str:
    """Name the environment variable of a host's upload address, which only a sandbox needs."""
    return host.base_url_variable.replace("_BASE_URL", "_UPLOAD_URL")


def init(
    out: Output,
    *,
    host: str | None = HOST,
    remove: bool = option(False, "--remove", help="Forget the key instead."),
    check: bool = option(
        True, "--check/--no-check", help="Ask the host for the balance with the key, first.", show_default=False
    ),
) -> int:
    """Keep keys in the keyring of this computer, each checked as it is typed; with --host, on standard input too."""
    chosen = [host_named(host)] if host else list(hosts.values())
    if remove:
        return _removed(chosen, out)
    if problem := from_keyring(chosen[0].key_variable).problem:
        raise _no_keyring(chosen[0], problem)
    kept = [each for each in chosen if _kept(each, out, alone=len(chosen) == 1, check=check)]
    out.document({"stored": [_named(each) for each in kept], "removed": []})
    if kept:
        out.say(f"kept for {', '.join(each.name for each in kept)}; reelscore doctor checks everything", style="green")
    else:
        out.say("nothing was changed")
    return 0


def _kept(host: Host, out: Output, *, alone: bool, check: bool) -> bool:
    """Ask for a host's key, check and keep it; somebody who types may type again where the host refuses it."""
    if not sys.stdin.isatty():
        if not alone:
            raise Misuse("a key on standard input needs --host", next="reelscore init --host kie.ai < file")
        key = sys.stdin.readline().strip()
        if not key:
            raise Misuse("there is no key on standard input")
        _keep(host, key, out, check=check)
        return True
    import getpass

    place = find_key(host).place
    out.say(f"{host.name}: keys are made at {host.key_page}{f' (there is one in the {place})' if place else ''}")
    while key := getpass.getpass(f"{host.key_variable} (Enter leaves it): ").strip():
        try:
            _keep(host, key, out, check=check)
        except AuthenticationError as error:
            out.say(f"{host.name} refuses it: {error}", style="bold red")
        else:
            return True
    return False


def _keep(host: Host, key: str, out: Output, *, check: bool) -> None:
    import keyring
    from keyring.errors import KeyringError

    if check:
        known = {**environment_for(host), host.key_variable: key}
        try:
            with client(host, environment=known, ledger=None) as asked:
                out.say(f"{host.name}: {amount(credits_left(asked.balance()))} credits")
        except TransportError:
            out.say(f"{host.name} cannot be asked; with --no-check the key is kept all the same")
            raise
    try:
        keyring.set_password(service(), host.key_variable, key)
    except (KeyringError, OSError, RuntimeError) as error:
        raise _no_keyring(host, str(error)) from error
    if from_keyring(host.key_variable).key != key:
        raise _no_keyring(host, "it keeps nothing")


def _no_keyring(host: Host, why: str) -> ConfigurationError:
    why = why.partition("\n")[0].partition(". ")[0]
    step = f"without a keyring, put {host.key_variable}=... into the environment or a .env file that is kept out of"
    return ConfigurationError(f"no keyring takes it ({why}): {step} version control")


def _removed(chosen: Sequence[Host], out: Output) -> int:
    import keyring
    from keyring.errors import KeyringError

    gone: list[Host] = []
    for host in chosen:
        found = from_keyring(host.key_variable)
        why = found.problem
        if found.key:
            gone.append(host)
            try:
                keyring.delete_password(service(), host.key_variable)
            except KeyringError as error:
                why = str(error)
        if why:
            raise ConfigurationError(f"the keyring does not forget {host.key_variable} ({why})")
    out.document({"stored": [], "removed": [_named(host) for host in gone]})
    out.say(f"forgotten: {', '.join(host.name for host in gone) or 'none was kept'}")
    return 0


def _named(host: Host) -> dict[str, str]:
    return {"host": host.name, "variable": host.key_variable}


@attrs.frozen(kw_only=True)
class Left:
    """What one account has, or why nobody knows."""

    host: str
    place: str = ""
    credits: Decimal | None = None
    error: ReelscoreError | None = None

    def document(self) -> dict[str, Any]:
        error = None if self.error is None else str(self.error)
        return {"host": self.host, "place": self.place or None, "credits": self.credits, "error": error}


def balance(out: Output, *, host: str | None = HOST) -> int:
    """Show the credits that are left on every host that has a key."""
    names = [host_named(host).name] if host else with_keys()
    if not names:
        raise Misuse("no host has a key", next="reelscore init keeps one; reelscore demo needs none")
    with ThreadPoolExecutor(len(names)) as pool:
        found = list(pool.map(partial(left, timeout=30.0), names))
    if len(found) == 1 and found[0].error is not None:
        raise found[0].error
    out.document({"accounts": [each.document() for each in found]})
    if len(found) == 1:
        out.line(amount(found[0].credits))
    else:
        rows = [(each.host, "" if each.error else amount(each.credits), each.place, each.error or "") for each in found]
        out.show(("host", "credits", "key from", ""), [tuple(map(str, row)) for row in rows], right=("credits",))
    return next((each.error.exit_code for each in found if each.error is not None), 0)


def with_keys() -> list[str]:
    return [name for name in hosts if find_key(hosts[name]).key]


def left(host: str, *, timeout: float) -> Left:
    place = find_key(hosts[host]).place
    try:
        with client(host, timeout=timeout) as asked:
            return Left(host=host, place=place, credits=credits_left(asked.balance()))
    except ReelscoreError as error:
        return Left(host=host, place=place, error=error)


COMMANDS = commands(
    init=(init, "stored: [host variable], removed: [host variable]"),
    balance=(balance, "accounts: [host credits place error]"),
)
