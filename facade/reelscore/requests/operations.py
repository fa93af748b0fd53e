"""Kinds of operations and of calls."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["task", "direct", "read", "upload"]


class CallKind(StrEnum):
    """How often a call may leave: PAID and WRITE once, READ until it is answered, UPLOAD again from byte 0."""

    PAID = "paid"
    WRITE = "write"
    READ = "read"
    UPLOAD = "upload"
