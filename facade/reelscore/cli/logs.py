"""``-v`` and ``-vv``: the package's logs on stderr, with times, and with whatever looks like a secret masked."""

from __future__ import annotations

import logging
import os
import re
import sys

from reelscore.cli.output import safe

_SHORTEST = 6
"""Letters below which a word is not masked wherever it stands."""
_SECRETS = re.compile(
    r"(?i)((?:api[-_]?key|authorization|secret|signature|token|password)[\"']?\s*[:=]\s*|bearer\s+)"
    r"[\"']?(?:bearer\s+)?[\w.~+/=-]{4,}"
)
_SIGNED = re.compile(r"([?&](?:sig|signature|token|key|x-amz-[a-z-]+|expires)=)[^&\s\"']+", re.IGNORECASE)


def masked(text: str, secrets: tuple[str, ...] = ()) -> str:
    """Hide keys: those that are known, and what stands where a key would.

    >>> masked("API-KEY: abcd1234, Authorization: Bearer efgh5678")
    'API-KEY: ***, Authorization: ***'
    """
    for secret in secrets:
        text = text.replace(secret, "***")
    return _SIGNED.sub(r"\1***", _SECRETS.sub(r"\1***", text))


def known_secrets() -> tuple[str, ...]:
    """The keys that the environment holds, so that they can be masked wherever they turn up."""
    names = [name for name in os.environ if name.endswith(("_API_KEY", "_SECRET"))]
    return tuple(value for name in names if len(value := os.environ[name].strip()) >= _SHORTEST)


class Masking(logging.Formatter):
    def __init__(self, form: str = "%(asctime)s %(levelname)s %(name)s: %(message)s") -> None:
        super().__init__(form, "%H:%M:%S")
        self._secrets = known_secrets()

    def format(self, record: logging.LogRecord) -> str:
        return safe(masked(super().format(record), self._secrets))


def show_logs(*names: str, level: int, **more: str) -> None:
    """Send logs to stderr; *more* goes to the formatter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Masking(**more))
    for logger in map(logging.getLogger, names):
        logger.addHandler(handler)
        logger.setLevel(level)
