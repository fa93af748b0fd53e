"""Batches: files of requests that are paid for once; the same command again goes on where it stopped.

The key of a line is made of the batch's name, its generation (``--again`` begins the next), the digest of the request
with its files, and its number among equal lines: lines that are moved or inserted leave the others' keys as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from reelscore.cli.finding import rows
from reelscore.cli.jobs import Job
from reelscore.ledger.records import CallRecord, CallStatus, request_fingerprint
from reelscore.requests.fingerprints import file_fingerprints

GONE = {CallStatus.VOID, CallStatus.REFUSED}
"""Nothing was paid for such a call, and its key is free."""
_STDIN = "-"


@attrs.frozen
class _Batch:
    """A batch as the ledger knows it."""

    prefix: str
    """Of the keys of its newest generation, or of the next."""
    written: Mapping[str, CallRecord]
    """By key; what was refused is not written."""

    def key(self, line: str, *, retry_failed: bool) -> str:
        """The key of a line's newest attempt, or of the next one where that failed and is to be made again."""
        key, attempt = f"{self.prefix} {line}", 1
        while (following := f"{self.prefix} {line} retry {attempt}") in self.written:
            key, attempt = following, attempt + 1
        row = self.written.get(key)
        failed = row is not None and row.status is CallStatus.FINISHED and row.state != "succeeded"
        return following if failed and retry_failed else key


def keyed(jobs: Sequence[Job], *, name: str | None, again: bool, retry_failed: bool = False) -> list[Job]:
    """The jobs with a key for each that was read from a file and has none.

    Args:
        jobs: in the order of the files.
        name: of the batch; the file's path when None, and standard input then has no keys.
        again: whether to begin anew, so that everything is paid for once more.
        retry_failed: whether to pay again for lines whose task failed.
    """
    numbers: Counter[tuple[str, str]] = Counter()
    batches: dict[str, _Batch] = {}
    found: list[Job] = []
    for job in jobs:
        if job.key is not None or not job.source or (name is None and job.source == _STDIN):
            found.append(job)
            continue
        path = name or str(Path(job.source).expanduser().absolute())
        batch = batches.get(path) or batches.setdefault(path, _batch(path, again=again))
        fields = {**job.request.to_json(), **file_fingerprints(job.request)}
        digest = request_fingerprint(job.host.name, job.request.operation, request=fields)
        numbers[path, digest] += 1
        key = batch.key(f"{digest} {numbers[path, digest]}", retry_failed=retry_failed)
        found.append(attrs.evolve(job, key=key))
    return found


def _batch(name: str, *, again: bool) -> _Batch:
    start = f"{name} #"
    written = [row for row in rows("key >= ? AND key < ?", start, f"{name} $") if row.status not in GONE]
    numbers = [int(word) for row in written if (word := (row.key or "")[len(start) :].partition(" ")[0]).isdecimal()]
    prefix = f"{start}{max(numbers, default=0 if again else 1) + again}"
    return _Batch(prefix, {row.key: row for row in written if row.key})


def made_before(jobs: Sequence[Job], accounts: Mapping[str, str] | None) -> list[Job]:
    """The jobs, each with the row that its key has in the ledger: nothing is paid for such a one.

    Args:
        jobs: with their keys.
        accounts: by host; None takes the rows of any account.
    """
    return [attrs.evolve(job, made=_row_of(job, accounts)) if job.key else job for job in jobs]


def _row_of(job: Job, accounts: Mapping[str, str] | None) -> CallRecord | None:
    found = rows("key = ? AND host = ?", job.key, job.host.name)
    account = None if accounts is None else accounts[job.host.name]
    return next((row for row in found if row.status not in GONE and account in {None, row.account}), None)
