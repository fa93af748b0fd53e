"""``init``: keys go into the computer's keyring, typed in unseen or read from a pipe; never from an argument."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import attrs

from reelscore.cli import keys
from reelscore.cli.account import credits_of
from reelscore.cli.commands import HOST, Common, command, option
from reelscore.cli.operations import host_named
from reelscore.cli.output import Output, amount
from reelscore.cli.reports import Misuse
from reelscore.errors import ConfigurationError
from reelscore.vendors.host import Host, hosts

_WITHOUT = (
    "without a keyring, put {variable}=... into the environment or a .env file that is kept out of version control"
)


@attrs.frozen(kw_only=True)
class InitOptions(Common):
    host: str | None = HOST
    remove: bool = option(False, "--remove", help="Forget the key instead.")
    check: bool = option(
        True, "--check/--no-check", help="Ask the host for the balance with the key, first.", show_default=False
    )


def init(options: InitOptions, out: Output) -> int:
    """Keep keys in the keyring of this computer; a key on standard input is taken too, with --host."""
    chosen = [host_named(options.host)] if options.host else list(hosts.values())
    if options.remove:
        return _removed(chosen, out)
    typed = _typed(chosen, out)
    for host, key in typed.items():
        if options.check:
            _check(hosts[host], key, out=out)
        _store(hosts[host], key)
    if out.json:
        out.document({"stored": [_named(hosts[name]) for name in typed], "removed": []})
    elif typed:
        out.say(f"kept for {', '.join(typed)}; reelscore doctor checks everything", style="green")
    else:
        out.say("nothing was changed")
    return 0


def _typed(chosen: Sequence[Host], out: Output) -> Mapping[str, str]:
    if not sys.stdin.isatty():
        if len(chosen) != 1:
            raise Misuse("a key on standard input needs --host", next="reelscore init --host kie.ai < file")
        return {chosen[0].name: _clean(sys.stdin.readline())}
    import getpass

    found: dict[str, str] = {}
    for host in chosen:
        place = keys.find_key(host).place
        out.say(f"{host.name}: keys are made at {host.key_page}{f' (there is one in the {place})' if place else ''}")
        key = getpass.getpass(f"{host.key_variable} (Enter leaves it): ").strip()
        if key:
            found[host.name] = _clean(key)
    return found


def _clean(text: str) -> str:
    key = text.strip()
    if not key:
        raise Misuse("there is no key on standard input")
    return key


def _check(host: Host, key: str, *, out: Output) -> None:
    known = {**keys.environment_for(host), host.key_variable: key}
    with keys.client_class(host, awaiting=False)(host, environment=known, ledger=None) as client:
        out.say(f"{host.name}: {amount(credits_of(client.balance()))} credits")


def _store(host: Host, key: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(keys.SERVICE, host.key_variable, key)
    except (KeyringError, OSError, RuntimeError) as error:
        why = str(error).partition("\n")[0].partition(". ")[0]
        raise ConfigurationError(
            f"no keyring takes it ({why}): {_WITHOUT.format(variable=host.key_variable)}"
        ) from error


def _removed(chosen: Sequence[Host], out: Output) -> int:
    import keyring
    from keyring.errors import KeyringError

    gone: list[Host] = []
    for host in chosen:
        try:
            keyring.delete_password(keys.SERVICE, host.key_variable)
        except KeyringError:
            continue
        gone.append(host)
    if out.json:
        out.document({"stored": [], "removed": [_named(host) for host in gone]})
    out.say(f"forgotten: {', '.join(host.name for host in gone) or 'none was kept'}")
    return 0


def _named(host: Host) -> dict[str, str]:
    return {"host": host.name, "variable": host.key_variable}


COMMANDS = {"init": command("init", init, options=InitOptions)}
