"""The one engine behind all vendors: its settings, accounts, tasks, money, files and the log.

It knows no path, code or word of a vendor; the packages `pixverse`, `suno` and `kie` bring those.
"""

from __future__ import annotations

import heapq
import math
import random
import threading
import uuid
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import attrs

from reelscore.sandbox.accounts import Account, fresh_account
from reelscore.sandbox.clock import Clock
from reelscore.sandbox.faults import Fault, Faults, bend
from reelscore.sandbox.media import Files
from reelscore.sandbox.values import DAY, Facts, File, FileKind, Task

SUBMISSION_WINDOW = 10.0
"""Seconds of the Suno hosts' limit on submissions. Source: docs.kie.ai, docs.sunoapi.org."""


def _check_speed(_: Any, __: Any, value: float) -> None:
    if not 0 <= value < math.inf:
        raise ValueError(f"speed is {value:g}; it must be 0 or more")


@attrs.frozen(kw_only=True)
class Settings:
    """The options of one sandbox. All times are seconds of the sandbox clock unless said otherwise."""

    speed: float = attrs.field(default=60.0, validator=_check_speed)
    """Sandbox seconds per real second. 0 stops the clock: only `Sandbox.advance` moves it."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 0
    """TCP port; 0 takes a free one."""
    split_ports: bool = False
    """One port per vendor and upload host, instead of one port with prefixes."""
    seed: int = 0
    """Makes ids, durations and faults by rate repeatable."""
    state: Path | None = None
    """SQLite file that keeps accounts, tasks and books across restarts."""
    variation: float = 0.2
    """Durations vary by at most this share, evenly, by `seed`; 0 makes them exact."""
    durations: Mapping[str, float] = attrs.field(factory=dict[str, float])
    """Factor on the duration of an operation by name; the name ``*`` stands for all others."""
    strict_references: bool = True
    """Refuse ids of images, media, tasks and tracks that this account never made."""
    retention: float = 14 * DAY
    """How long files and finished tasks live (both Suno hosts document 14 days)."""
    keep_tasks: int = 5_000
    """Finished tasks beyond this number are dropped, oldest first."""
    log_size: int = 2_000
    """Requests that the log keeps."""
    rate_limit: int = 20
    """Submissions that a Suno host takes per 10 s of the sandbox clock; 0 turns the limit off."""
    webhook_secrets: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """Account key to the secret that its callbacks are signed with (Kie: webhookHmacKey)."""
    webhook_urls: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """PixVerse ``webhook_id`` to the address that its console would hold."""
    webhook_variant: str = "sorted"
    """How PixVerse callbacks are signed: ``sorted``, ``body-order`` or ``raw``."""


class Engine:
    """Everything that a sandbox remembers. Hold `lock`, or use `answering`, while using it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.lock = threading.RLock()
        self.clock = Clock(settings.speed)
        self.random = random.Random(settings.seed)
        self.faults = Faults(random.Random(settings.seed + 1))
        self.accounts: dict[tuple[str, str], Account] = {}
        self.tasks: OrderedDict[tuple[str, str], Task] = OrderedDict()
        self.files = Files()
        self.traces: OrderedDict[tuple[str, str, str], Any] = OrderedDict()
        """The first accepted answer of each trace id, by host, key and id."""
        self.things: dict[tuple[str, str], dict[str, Any]] = {}
        """What an account has beside tasks and files: images, voices, personas."""
        self.log: deque[dict[str, Any]] = deque(maxlen=settings.log_size)
        self.submissions: dict[tuple[str, str], deque[float]] = {}
        self.on_task: Callable[[Task], None] = lambda _: None
        """Called with each new task (callbacks are planned there)."""
        self.mover: Callable[[float], None] = self.clock.advance
        """Moves the clock on; while a server runs it also delivers what falls due on the way."""
        self.deliveries: deque[dict[str, Any]] = deque(maxlen=settings.log_size)
        self.webhook_secrets = dict(settings.webhook_secrets)
        self.webhook_urls = dict(settings.webhook_urls)
        self._running: list[tuple[float, int, Task]] = []
        self._sequence = 0
        self._moment: float | None = None
        self.last_number = 627_410_861_000_000_000
        self.handled = 0
        """Requests answered so far."""

    @contextmanager
    def answering(self) -> Generator[None]:
        """Hold the lock and the time: all that is answered inside is true of one moment; ended tasks are settled."""
        with self.lock:
            before, self._moment = self._moment, self.now()
            try:
                self.settle()
                yield
            finally:
                self._moment = before

    def now(self) -> float:
        """Return the sandbox's time in Unix seconds: that of the answer which is being written, if there is one."""
        moment = self._moment
        return self.clock.now() if moment is None else moment

    def account(self, host: str, key: str) -> Account:
        """Return the account of *key*, opened on its first use."""
        found = self.accounts.get((host, key))
        if found is None:
            found = self.accounts[host, key] = fresh_account(host, key, at=self.now())
        return found

    def new_number(self) -> int:
        """Make an 18-digit id above 2**53, as PixVerse does."""
        self.last_number += self.random.randrange(1_000, 999_999)
        return self.last_number

    def new_hex(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def new_uuid(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def varied(self, seconds: float, operation: str) -> float:
        """Vary a duration by the settings' factor and share."""
        factors = self.settings.durations
        spread = 1 + self.settings.variation * (2 * self.random.random() - 1)
        return seconds * factors.get(operation, factors.get("*", 1.0)) * spread

    def start(self, task: Task, steered: str = "") -> Task:
        """Accept *task*: hold its credits and let it run, with the fault that its words ask for or one that waits."""
        asked = self.faults.take("task", host=task.host, operation=task.operation, role="submit")
        if steered:
            bend(task, Fault(name=steered))
        if asked is not None:
            bend(task, asked)
        account = self.account(task.host, task.key)
        account.hold(str(task.id), task.credits, operation=task.operation, at=task.created)
        self.adopt(task)
        self.on_task(task)
        self.settle()
        return task

    def adopt(self, task: Task) -> None:
        """Keep a task whose credits are already in the books."""
        self.tasks[task.host, str(task.id)] = task
        if not task.settled:
            self._sequence += 1
            heapq.heappush(self._running, (task.finishes, self._sequence, task))

    def busy(self, account: Account, *, younger_than: float) -> int:
        """Count the slots of running tasks younger than *younger_than* seconds."""
        since, whose = self.now() - younger_than, (account.host, account.key)
        own = (task for task in self.running() if (task.host, task.key) == whose)
        return sum(task.weight for task in own if task.created > since)

    def settle(self) -> None:
        """Charge or refund every task that has ended by now, and drop what is too old."""
        now = self.now()
        while self._running and self._running[0][0] <= now:
            task = heapq.heappop(self._running)[2]
            kind: Literal["charge", "refund"] = "refund" if task.is_refunded else "charge"
            self.account(task.host, task.key).settle(str(task.id), kind, at=task.finishes)
            task.settled = True
        self._drop_old(now)

    def file_of(self, task: Task, kind: FileKind, **more: Any) -> File:
        """Make a file of a task, which is gone when what is kept is dropped; its link is told when it is there."""
        gone = task.finishes + self.settings.retention
        made: Facts = {"kind": kind, "seed": task.seed, "expires_at": gone, **more}
        return File(**made)

    def throttled(self, host: str, key: str) -> bool:
        """Count one submission; return whether it is above the limit per 10 s."""
        limit, now = self.settings.rate_limit, self.now()
        recent = self.submissions.setdefault((host, key), deque())
        while recent and recent[0] <= now - SUBMISSION_WINDOW:
            recent.popleft()
        if limit and len(recent) >= limit:
            return True
        recent.append(now)
        return False

    def running(self) -> list[Task]:
        return [task for _, _, task in self._running]

    def _drop_old(self, now: float) -> None:
        limit = self.settings.keep_tasks + len(self._running)
        while self.tasks:
            where, oldest = next(iter(self.tasks.items()))
            expired = oldest.finishes + self.settings.retention < now
            if not oldest.settled or not (expired or len(self.tasks) > limit):
                return
            del self.tasks[where]
