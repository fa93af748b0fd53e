"""``sandbox`` and ``webhooks serve``: run until Ctrl-C; with --json one line says when they are ready."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from reelscore.catalog.operations import Misuse, host_named
from reelscore.cli.commands import BIND, commands, completion, epilog, group, option, port
from reelscore.cli.keys import upload_variable
from reelscore.cli.ledger import ledger
from reelscore.cli.output import Output
from reelscore.vendors.family import hosts
from reelscore.vendors.host import Host

if TYPE_CHECKING:
    from reelscore.sandbox import Sandbox
    from reelscore.webhooks import WebhookDelivery


def sandbox(
    out: Output,
    *,
    bind: str = BIND,
    port: int = port(0),
    speed: float = option(
        60.0, "--speed", help="Its seconds per second, also for commands that go to it; 0 stops its clock."
    ),
    seed: int = option(0, "--seed", metavar="N", help="Makes ids and durations repeatable."),
    state: Path | None = option(None, "--state", metavar="FILE", help="SQLite file that keeps tasks and accounts."),
) -> int:
    """Run PixVerse and Suno on this computer, with their money and their faults; no key, no network."""
    from reelscore.sandbox import Settings, running

    try:
        settings = Settings(host=bind, port=port, speed=speed, seed=seed, state=state)
    except ValueError as error:
        raise Misuse(str(error)) from error
    try:
        with running(settings) as server:
            _announce(server, out)
            threading.Event().wait()
    except KeyboardInterrupt:
        out.say("the sandbox has ended")
    return 0


def _announce(server: Sandbox, out: Output) -> None:
    if out.json:
        out.event({name.replace("-", "_"): url for name, url in server.urls.items()})
        return
    out.say("The sandbox is ready; paste this into another terminal, Ctrl-C ends it:")
    out.line(f"export REELSCORE_LEDGER={shlex.quote(str(Path('sandbox.sqlite').absolute()))}")
    for name, host in hosts.items():
        out.line(f"export {host.key_variable}=sandbox-key {host.base_url_variable}={server.base_url(name)}")
        if host.upload_url != host.base_url:
            out.line(f"export {upload_variable(host)}={server.upload_url(name)}")
    sys.stdout.flush()


def serve(
    out: Output,
    *,
    host: list[str] | None = option(
        None, "--host", metavar="HOST", help="Whose callbacks; repeatable, all when left out.",
        autocompletion=completion(hosts),
    ),
    public: str | None = option(
        None, "--public", metavar="URL", help="https address under which the vendors reach it."
    ),
    bind: str = BIND,
    port: int = port(8788),
) -> int:  # fmt: skip
    """Receive the vendors' callbacks; secrets come from PIXVERSE_WEBHOOK_SECRET, KIE_WEBHOOK_SECRET and their like."""
    from reelscore import webhooks

    names = [host_named(name).name for name in host or hosts]
    secrets = {name: secret for name in names if (secret := os.environ.get(secret_variable(hosts[name])))}
    receiver = webhooks.asgi(names, secrets=secrets, inbox=webhooks.Inbox(ledger()))
    receiver.on_delivery = lambda delivery: _tell(delivery, out)
    told: list[str] = []

    def say(line: str) -> None:
        told.append(line)
        out.say(line)
        if out.json and len(told) == len(receiver.endpoints):
            out.event({"urls": dict(each.split(maxsplit=1) for each in told)})

    for name in names:
        if name not in secrets:
            out.say(f"{name}: no secret ({secret_variable(hosts[name])}); only the address protects it", style="yellow")
    try:
        webhooks.serve(receiver, bind=bind, port=port, public=public, on_line=say)
    except KeyboardInterrupt:
        out.say("no callbacks are received any more")
    return 0


def _tell(delivery: WebhookDelivery, out: Output) -> None:
    signed = "signed" if delivery.verified else "not signed"
    out.say(f"{delivery.host}  {delivery.task_id}  {delivery.callback_type}: {delivery.state.value}  ({signed})")
    if out.json:
        told = {"host": delivery.host, "id": delivery.task_id, "stage": delivery.callback_type}
        claims = {"claims": delivery.state.value, "verified": delivery.verified, "intent": delivery.intent}
        out.event(told | claims)


def secret_variable(host: Host) -> str:
    return host.key_variable.replace("_API_KEY", "_WEBHOOK_SECRET")


def _sandbox_help() -> str:
    from reelscore.sandbox import GUIDE

    unwrapped = GUIDE.replace("\n\n  ", "\n\n\b\n  ")  # click fills paragraphs that do not begin with \b
    return f"{epilog(_URLS)}\n\n{unwrapped}"


_URLS = "pixverse pixverse_cn kie sunoapi kie_upload sunoapi_upload (one line, when ready)"
_DELIVERIES = "urls: {host: url} (one line, when ready), then a line per delivery: host id stage claims verified intent"
COMMANDS = {
    **commands(sandbox=(sandbox, _URLS)),
    **group("webhooks", "Receive the vendors' callbacks.", commands(serve=(serve, _DELIVERIES))),
}
COMMANDS["sandbox"].under = _sandbox_help
