"""``run``, ``submit``, ``wait``, ``save``, ``recover``, ``upload``: price, ask, send once, watch, save, go on.

Ctrl-C leaves every task resumable. A file of requests is a batch that is paid for once: the key of a line is made of
the batch's name, its generation (``--again`` begins the next), the fingerprint of the request with its files, and its
number among equal lines: lines that are moved or inserted leave the others' keys as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
from typer import Abort

from reelscore.catalog import documents
from reelscore.catalog.operations import Misuse, host_named, op_word
from reelscore.catalog.values import amount
from reelscore.cli import keys
from reelscore.cli.bodies import unreadable
from reelscore.cli.commands import (
    ALLOW_UNKNOWN,
    HOST,
    NOT_TAKEN,
    OUT,
    OVERWRITE,
    PLAN,
    SAVE,
    TASK_ID,
    TIMEOUT,
    YES,
    argument,
    budget,
    commands,
    completion,
    option,
    set_by_user,
)  # fmt: skip
from reelscore.cli.inputs import Job, RequestOptions, each_job, operation_commands
from reelscore.cli.ledger import complete_task, find_ref, find_row, ledger, rows
from reelscore.cli.money import budget_of, sum_in_money
from reelscore.cli.output import Output
from reelscore.cli.progress import GONE, Done, finish, work
from reelscore.cli.quoting import FEW, QUOTE, quoted, show_price, warn
from reelscore.cli.reports import spoken
from reelscore.client.config import wait_limits
from reelscore.client.keys import find_key
from reelscore.client.task import BatchKeys, RunOptions
from reelscore.downloads.targets import check_destination, expand
from reelscore.effects import CallKind
from reelscore.errors import (
    AuthenticationError,
    ConfigurationError,
    DownloadError,
    InsufficientCredits,
    InvalidRequest,
    PermissionDenied,
    SubmissionUnknown,
)
from reelscore.ledger.database import OPEN
from reelscore.ledger.records import CallRecord, CallStatus
from reelscore.pricing import Sum, Total, total
from reelscore.requests.fingerprints import file_fingerprints
from reelscore.uploads.filetype import HEAD_BYTES, KINDS, detect
from reelscore.vendors.family import family_of, hosts

REFUSED = 1
"""Exit code when somebody answers no to the price."""
_PATIENCE = 7200.0
"""Seconds that one of many requests waits for a slot at the vendor."""
IDS = argument(
    metavar="ID...",
    autocompletion=complete_task,
    help="A task: its reference, the vendor's id or the first letters of it, last, last~1, or #3 of the list of tasks.",
)


@attrs.frozen(kw_only=True)
class SubmitOptions(RequestOptions):
    yes: bool = YES
    dry_run: bool = option(False, "--dry-run", help="Show what would be sent and paid, and send nothing.")
    budget: str | None = budget(
        "Cap over all that this command pays, and over all runs of a batch", callback=set_by_user
    )
    allow_unknown: str | None = ALLOW_UNKNOWN
    at_once: int = option(8, "--at-once", metavar="N", min=1, help="Requests under way at the same time, on each host.")
    key: str | None = option(
        None, "--idempotency-key", metavar="KEY",
        help="The same key is the same task for ever on this ledger; for one request. Lines of a file have their own.",
    )  # fmt: skip
    batch: str | None = option(
        None, "--name", "--batch", metavar="NAME", show_default="the file's path",
        help="Name of the batch, whose lines are paid for once: run again, it goes on where it stopped. Where --name "
        "is a field of the request, write --batch.",
    )  # fmt: skip
    plan: str | None = PLAN
    retry_failed: bool = option(
        False, "--retry-failed", help="Make lines of the batch again, and pay for them, whose task failed."
    )
    again: bool = option(False, "--again", help="Begin the batch anew: everything is made and paid for once more.")


@attrs.frozen(kw_only=True)
class RunCommandOptions(SubmitOptions):
    out: Path = OUT
    save: bool = SAVE
    overwrite: bool = OVERWRITE
    timeout: float | None = TIMEOUT


def run(out: Output, options: RunCommandOptions) -> int:
    """Make it: shows the price and asks, waits, and saves the files as TITLE-ID.EXT with a JSON beside them."""
    folder = _folder(options.out) if options.save else None
    return _run(out, options, how=RunOptions(timeout=options.timeout, save_to=folder, overwrite=options.overwrite))


def submit(out: Output, options: SubmitOptions) -> int:
    """Start it and leave: shows the price and asks, and prints what `reelscore wait` takes."""
    return _run(out, options, how=RunOptions(wait=False))


def _run(out: Output, options: SubmitOptions, *, how: RunOptions) -> int:
    asked = _asked(options)
    warn(asked, out)
    cap = budget_of(options.budget, options.allow_unknown, hosts=[job.host for job in asked])
    if cap is not None and all(job.batch for job in asked):
        # What the runs before this one paid of the same lines counts, too.
        cap = attrs.evolve(cap, id=" and ".join(sorted({job.batch for job in asked})))
    if options.dry_run:
        return _rehearsed(_made_before(asked, None), out, plan=options.plan)
    families = {(job.family.vendor, job.family.name): job.family for job in asked}
    clients = {place: keys.client(family, awaiting=True, budget=cap) for place, family in families.items()}
    asked = _made_before(asked, {name: client.context.account for (_, name), client in clients.items()})
    if not (options.yes or _agreed(asked, out, plan=options.plan)):
        return REFUSED
    done = [
        Done(op=job.op, host=job.family.name, asked=job.request, request=job.request.to_json(), key=job.key,
             reused=job.made is not None)
        for job in asked
    ]  # fmt: skip
    how = attrs.evolve(how, limits=wait_limits(how.timeout, _PATIENCE if len(done) > 1 else 0.0))
    work(done, out, options=how, clients=clients, at_once=options.at_once)
    if not how.wait:
        for each in done:
            if each.ref and each.error is None:
                out.line(each.ref)
                out.say(f"wait for it with: reelscore wait {each.ref}")
    return finish(done, out, quiet=not how.wait, plan=options.plan)


def _folder(folder: Path) -> Path:
    """The folder for files; Misuse when it cannot be written: nothing was sent."""
    try:
        check_destination(f"{folder}/")
        return expand(folder).absolute()
    except (ConfigurationError, DownloadError) as error:
        raise Misuse(str(error), next="name another folder with --out") from error


def _asked(options: SubmitOptions) -> list[Job]:
    """The requests with their keys.

    Raises:
        InvalidRequest: any of them breaks a rule; none is sent.
        Misuse: options do not fit together.
    """
    asked = list(each_job(options))
    many = len(asked) > 1
    broken = [
        attrs.evolve(violation, field=f"{job.where}: {violation.field}" if many else violation.field)
        for job in asked
        for violation in job.violations()
        if violation.severity == "error"
    ]
    if broken:
        raise InvalidRequest(broken)
    if (options.batch or options.again or options.retry_failed) and not options.source:
        raise Misuse("--name, --again and --retry-failed are for files of requests", next="name the file with --from")
    if options.key is None:
        return _keyed(asked, options)
    if many:
        raise Misuse("--idempotency-key is for one request", next='write a "key" beside each request of the file')
    return [attrs.evolve(asked[0], key=options.key)]


@attrs.frozen
class _Batch:
    """A batch as the ledger knows it."""

    name: str
    """With its newest generation, or the next."""
    keys: BatchKeys
    written: Mapping[str, CallRecord]
    """By key; what was refused is not written."""

    @classmethod
    def find(cls, name: str, *, again: bool) -> _Batch:
        start = f"{name} #"
        found = [row for row in rows("key >= ? AND key < ?", start, f"{name} $") if row.status not in GONE]
        # Where a database sorts by a language, names that differ in case stand side by side.
        written = {row.key: row for row in found if row.key and row.key.startswith(start)}
        numbers = [int(word) for key in written if (word := key[len(start) :].partition(" ")[0]).isdecimal()]
        name = f"{start}{max(numbers, default=0 if again else 1) + again}"
        return cls(name, BatchKeys(name), written)

    def key(self, job: Job, *, retry_failed: bool) -> str:
        """The key of a line's newest attempt, or of the next one where that failed and is to be made again."""
        first = self.keys.key(job.request, host=job.family.name, files=file_fingerprints(job.request))
        key, attempt = first, 1
        while (following := f"{first} retry {attempt}") in self.written:
            key, attempt = following, attempt + 1
        row = self.written.get(key)
        failed = row is not None and row.status is CallStatus.FINISHED and row.state != "succeeded"
        return following if failed and retry_failed else key


def _keyed(asked: Sequence[Job], options: SubmitOptions) -> list[Job]:
    """The jobs with their batch, and a key where a line has none; a batch is its file's path, stdin is none."""
    batches: dict[str, _Batch] = {}
    found: list[Job] = []
    for job in asked:
        if not job.source or (options.batch is None and job.source == "-"):
            found.append(job)
            continue
        name = options.batch or str(Path(job.source).expanduser().absolute())
        batch = batches.get(name) or batches.setdefault(name, _Batch.find(name, again=options.again))
        key = batch.key(job, retry_failed=options.retry_failed) if job.key is None else job.key
        found.append(attrs.evolve(job, key=key, batch=batch.name))
    return found


def _made_before(asked: Sequence[Job], accounts: Mapping[str, str] | None) -> list[Job]:
    """The jobs, each with the row that its key has in the ledger; *accounts* by host, None takes any account's."""

    def row_of(job: Job) -> CallRecord | None:
        account = None if accounts is None else accounts[job.family.name]
        found = rows("key = ? AND host = ?", job.key, job.host.name)
        return next((row for row in found if row.status not in GONE and account in {None, row.account}), None)

    return [attrs.evolve(job, made=row_of(job)) if job.key else job for job in asked]


def _paid(asked: Sequence[Job]) -> list[Job]:
    return [job for job in asked if job.made is None and job.role is CallKind.PAID]


def _rehearsed(asked: Sequence[Job], out: Output, *, plan: str | None) -> int:
    cost = _show_prices(_paid(asked), out, plan=plan)
    quotes = [quoted(job, job.quote()) for job in asked] if out.json else []
    told = [{**each, "key": job.key, "made": job.made is not None} for job, each in zip(asked, quotes, strict=False)]
    out.document({"requests": told, "total": documents.total(cost)})
    _tell_made(asked, out)
    out.say(f"{len(asked)} request(s), {cost}; nothing was sent", style="bold")
    return 0


def _tell_made(asked: Sequence[Job], out: Output) -> None:
    made = [job for job in asked if job.made is not None]
    if made:
        out.say(f"{len(made)} of {len(asked)} were made before: nothing is paid for them again")


def _agreed(asked: Sequence[Job], out: Output, *, plan: str | None) -> bool:
    paid = _paid(asked)
    cost = total(job.quote() for job in paid)
    _tell_made(asked, out)
    if not cost.unknown and not any(cost.credits.values()):
        return True
    out.quiet = False
    _ = _show_prices(paid, out, plan=plan)
    if not out.can_ask:
        raise Misuse(f"this costs {cost}, and there is nobody to ask", next="give --yes to pay")
    _check_balance(cost, out, is_one=len(paid) == 1)
    if out.ask(f"Spend {cost}?"):
        return True
    out.say("nothing was sent, nothing was charged")
    return False


def _check_balance(cost: Total, out: Output, *, is_one: bool) -> None:
    """Ask what is left where something is to be paid; many requests may begin with too little.

    Raises:
        AuthenticationError, PermissionDenied: the host refuses the key.
        InsufficientCredits: there is less than one request costs.
    """
    for name, credits in cost.credits.items():
        found = keys.left(name.partition("#")[0], timeout=10.0)
        if isinstance(found.error, (AuthenticationError, PermissionDenied)):
            raise found.error
        if found.credits is not None and found.credits < credits:
            told = f"{amount(found.credits)} credits are left, and {amount(credits)} would be needed"
            few = InsufficientCredits(host=found.host, message=told)
            if is_one:
                raise few
            out.say(str(few), style="yellow")


def _show_prices(paid: Sequence[Job], out: Output, *, plan: str | None) -> Total:
    quotes = [job.quote() for job in paid]
    for job, price in zip(paid[:FEW], quotes, strict=False):
        show_price(job, price, out=out, plan=plan)
    if len(paid) > FEW:
        out.say(f"... and {len(paid) - FEW} more; --dry-run --json shows all", style="dim")
    cost = total(quotes)
    money = sum_in_money(cost.credits, plan) if len(paid) > 1 else ""
    if money:
        out.say(f"all in money: {money}")
    return cost


def wait(
    out: Output,
    ids: list[str] = IDS,
    *,
    folder: Path = OUT,
    overwrite: bool = OVERWRITE,
    save: bool = SAVE,
    timeout: float | None = TIMEOUT,
) -> int:
    """Wait for tasks, from any process, and save their files; looking costs nothing."""
    how = RunOptions(timeout=timeout, save_to=_folder(folder) if save else None, overwrite=overwrite)
    return _waited(out, ids, how=how, is_waiting=True)


def _waited(out: Output, ids: Sequence[str], *, how: RunOptions, is_waiting: bool) -> int:
    clients: dict[tuple[str, str], Any] = {}
    done: list[Done] = []
    for ref in map(find_ref, ids):
        host, operation, _ = ref.split("/", 2)
        row, family = find_row(ref), family_of(host, operation)
        each = Done(
            op=op_word(family.vendor, operation), host=host, ref=ref, row=row, request=row.request if row else {}
        )
        client = clients.get(each.place) or clients.setdefault(each.place, keys.client(family, awaiting=True))
        each.asked = client.task(ref)
        done.append(each)
    before = {Path(str(file.get("path"))).parent for each in done if each.row for file in each.row.files}
    if how.save_to == Path.cwd() and is_waiting and len(before) == 1 and next(iter(before)).is_dir():
        how = attrs.evolve(how, save_to=before.pop())  # what was saved there already is not brought again
    work(done, out, options=how, clients=clients)
    return finish(done, out)


def save_files(out: Output, ids: list[str] = IDS, *, folder: Path = OUT, overwrite: bool = OVERWRITE) -> int:
    """Save the files of finished tasks, resuming what was cut; fresh links are asked for."""
    return _waited(out, ids, how=RunOptions(save_to=_folder(folder), overwrite=overwrite), is_waiting=False)


def recover(
    out: Output,
    name: str | None = argument(None, metavar="[ID]", help="This call only.", autocompletion=complete_task),
    *,
    host: str | None = HOST,
    replay: bool = option(
        False, "--replay", help="Send calls in doubt again under their old trace id (PixVerse): this may be paid for."
    ),
    yes: bool = option(False, "--yes", "-y", help="Replay without asking."),
    decide: str | None = option(None, "--decide", metavar="ROW", help="Settle a call in doubt by hand, with:"),
    task_id: str | None = TASK_ID,
    not_taken: bool = NOT_TAKEN,
) -> int:
    """List what is unfinished, unsaved or in doubt, and settle what can be settled; exit code 9 if doubt is left."""
    if decide is not None:
        row = in_doubt(decide, task_id, not_taken=not_taken, listed="recover")
        ledger().resolve(row.intent, task_id=task_id, note="decided on the command line")
        out.say(f"{row.intent}: {'was not taken' if not_taken else f'is task {task_id}'}")
    if replay and not yes:
        _ask_to_replay(out)
    found: list[Any] = []
    elsewhere: list[CallRecord] = []
    if name is not None:
        one = find_row(name)
        if one is None:
            raise Misuse(f"there is no call {name!r} in the ledger", next="reelscore recover lists them")
        with keys.client(one.place) as client:
            found = [client.settle(one.intent, replay=replay)]
    else:
        having, accounts = {row.host for row in rows(f"{OPEN} OR saved IS NULL")}, set[str]()
        names = [host_named(host).name] if host else [each for each in hosts if each in having]
        for each in names:
            if host or find_key(hosts[each]).key:
                with keys.client(each) as client:
                    accounts.add(client.context.account)
                    found += client.recover(replay=replay)
        elsewhere = [row for row in rows(OPEN) if row.host in names and row.account not in accounts]
    told = [{**documents.task(each.row), "action": each.action, "note": each.note} for each in found]
    out.document({"found": told, "elsewhere": [documents.task(row) for row in elsewhere]})
    _show_recovered(found, out, elsewhere=elsewhere)
    doubtful = any(each.action == "doubtful" for each in found) or any(row.doubtful for row in elsewhere)
    return SubmissionUnknown.exit_code if doubtful else 0


def in_doubt(name: str, task_id: str | None, *, not_taken: bool, listed: str) -> CallRecord:
    """The row of a call that a person settles by --task-id or --not-taken; *listed* is the command that lists such."""
    if (task_id is None) is not not_taken:
        raise Misuse("--task-id ID or --not-taken is needed, and not both", next="the vendor's own log tells which")
    row = find_row(name)
    if row is None or not row.doubtful:
        raise Misuse(f"{name!r} is no call in doubt", next=f"reelscore {listed} lists them")
    return row


def _ask_to_replay(out: Output) -> None:
    doubtful = [row for row in rows("status IN ('intent', 'unknown')") if row.doubtful]
    sums = {
        host: Sum.of(row.quoted for row in doubtful if row.host == host)
        for host in dict.fromkeys(row.host for row in doubtful)
    }
    held = " and ".join(each.words(f" credits of {host}") for host, each in sums.items()) or "0 credits"
    if not out.can_ask:
        raise Misuse(f"a replay may cost up to {held}, and there is nobody to ask", next="give --yes to replay")
    if not out.ask(f"Replay {len(doubtful)} call(s)? Each that never arrived is paid for: up to {held}"):
        raise Abort


def _show_recovered(found: Sequence[Any], out: Output, *, elsewhere: Sequence[CallRecord]) -> None:
    for row in elsewhere:
        out.say(f"not looked at: {row.ref} belongs to another key of {row.host}", style="yellow")
    if not found and not elsewhere:
        out.say("nothing is unfinished, unsaved or in doubt", style="green")
        return
    cells = [(each.action, each.row.ref, amount(each.row.quoted)) for each in found]
    if cells:
        out.show(("what", "id", "credits"), cells, right=("credits",))
    steps: dict[str, list[str]] = {}
    for each in found:
        step = {"resumed": "wait", "replayed": "wait", "unsaved": "save"}.get(each.action)
        if step:
            steps.setdefault(step, []).append(each.row.ref)
        elif each.note:
            out.say(f"{each.row.ref}: {spoken(each.note)}")
    for step, refs in steps.items():
        out.say(f"next: reelscore {step} {' '.join(refs)}")


def upload(
    out: Output,
    file: str = argument(metavar="FILE", help="A path, or an http(s) URL that the vendor fetches."),
    *,
    host: str = option("pixverse.ai", "--host", metavar="HOST", help="Where to.", autocompletion=completion(hosts)),
) -> int:
    """Upload a file, free of charge, and print the id or URL that other requests take."""
    is_url = file.startswith(("http://", "https://"))
    with keys.client(host_named(host)) as client:
        if client.vendor == "pixverse" and _is_image(file, is_url=is_url):
            result = client.upload_image(**{"image_url" if is_url else "image": file})
        else:
            method = client.upload_media if client.vendor == "pixverse" else client.upload_file
            result = method(**{"file_url" if is_url else "file": file})
    told = {"host": host, "id": getattr(result, "id", None), "url": result.url, "name": file}
    out.document(told)
    out.line(str(told["id"] or told["url"]))
    out.say("takes it as: an id in img_id, video_media_id, audio_media_id" if told["id"] else "kept for about 24 hours")
    return 0


def _is_image(file: str, *, is_url: bool) -> bool:
    if is_url:
        return file.partition("?")[0].lower().endswith((".jpg", ".jpeg", ".png", ".webp"))
    try:
        with expand(file).open("rb") as source:
            found = detect(source.read(HEAD_BYTES))
    except OSError as error:
        raise unreadable(file, error) from error
    return found is not None and "image" in KINDS[found]


_DONE = f"tasks: [{documents.TASK} result error reused], totals: [host quoted charged calls unquoted untold], failed"
PAID = f"{_DONE}; with --dry-run requests: [{QUOTE} key made], total"
COMMANDS = {
    **operation_commands(run=(run, PAID), submit=(submit, PAID)),
    **commands(
        wait=(wait, _DONE),
        save=(save_files, _DONE),
        recover=(recover, f"found: [{documents.TASK} action], elsewhere: [{documents.TASK}]"),
        upload=(upload, "host id url name"),
    ),
}
