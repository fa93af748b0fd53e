"""What the vendor said an account has left: for guards, and to settle a call that was alone between two such readings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from reelscore.ledger.records import from_micros, to_micros

if TYPE_CHECKING:
    from reelscore.ledger.books import LedgerTransaction


@attrs.frozen(kw_only=True)
class Left:
    """A balance, as it stands in the ledger."""

    credits: Decimal
    """What the vendor said."""
    age: float
    """Seconds since it said so."""
    held: Decimal
    """What calls of this ledger that left since then hold: quotes, or charges where they are known."""

    @property
    def free(self) -> Decimal:
        """What is left after them."""
        return self.credits - self.held


def left(books: LedgerTransaction, account: str) -> Left | None:
    """Give the newest balance of an account; None where none was ever read."""
    found = books.query("SELECT at, credits FROM balances WHERE account = ? ORDER BY at DESC LIMIT 1", account)
    if not found:
        return None
    at, credits = found[0]
    sql = "SELECT coalesce(sum(held), 0) FROM calls WHERE account = ? AND reserved >= ?"
    ((held,),) = books.query(sql, account, at)
    return Left(credits=_credits(credits), age=books.now() - at, held=_credits(held))


def before(books: LedgerTransaction, account: str, *, intent: str) -> Decimal | None:
    """Give the balance before a call in doubt, where it is the only call of this ledger since; else None."""
    row = books.row(intent)
    if row is None:
        return None
    sql = "SELECT at, credits FROM balances WHERE account = ? AND at <= ? ORDER BY at DESC LIMIT 1"
    found = books.query(sql, account, row.created)
    if not found:
        return None
    at, credits = found[0]
    sql = """SELECT count(*) FROM calls WHERE account = ? AND intent != ? AND stage NOT IN ('void', 'refused')
             AND (finished IS NULL OR finished > ?)"""
    ((others,),) = books.query(sql, account, intent, at)
    return None if others else _credits(credits)


def saw(books: LedgerTransaction, account: str, *, credits: Decimal) -> str | None:
    """Write a balance down, and settle the one call that it tells the charge of.

    A call is settled by the difference to the reading before it when the vendor named no charge and nothing else of this
    ledger was under way between the two. Others may use the account too: the row says that its charge is a difference,
    and one below an exact quote is not believed.

    Returns:
        The intent of the call that was settled.
    """
    before = left(books, account)
    books.query("INSERT INTO balances VALUES (?, ?, ?)", account, books.now(), to_micros(credits))
    if before is None:
        return None
    since, charge = books.now() - before.age, before.credits - credits
    sql = """SELECT intent, basis, quoted, created >= ? AND finished IS NOT NULL AND charged IS NULL AND role = 'paid'
             FROM calls WHERE account = ? AND stage NOT IN ('void', 'refused') AND (finished IS NULL OR finished > ?)"""
    rows = books.query(sql, since, account, since)
    if len(rows) != 1 or charge < 0:
        return None
    intent, basis, quoted, whole = rows[0]
    if not whole or (basis == "exact" and charge < (from_micros(quoted) or 0)):
        return None
    books.charge(intent, charge, by="balance")
    return str(intent)


def _credits(value: int) -> Decimal:
    return from_micros(value) or Decimal(0)
