"""Pages of lists as values: speakers, voices, presets, effects, the log of deductions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reelscore.pixverse import results, wire
from reelscore.pixverse.coercion import entries, flag, text, total, whole, word


def speakers(inner: Any) -> results.SpeakersPage:
    """Read a page of speakers."""
    read = ((wire.load("Speaker", entry), entry) for entry in entries(inner, "data", "items", "list"))
    items = tuple(results.Speaker(id=word(one.speaker_id), name=text(one.name), raw=entry) for one, entry in read)
    return results.SpeakersPage(items=items, total=total(inner), raw=inner)


def voice(inner: Any) -> results.Voice:
    """Read a new voice."""
    found = wire.load("Voice", inner)
    return results.Voice(id=word(found.speaker_id), name=text(found.name), raw=inner)


def restyles(inner: Any) -> results.RestylesPage:
    """Read a page of presets; a client saw a bare list."""
    read = ((wire.load("Restyle", entry), entry) for entry in entries(inner, "data", "items", "list"))
    items = tuple(
        results.RestylePreset(
            id=whole(one.restyle_id),
            name=text(one.restyle_name),
            prompt=text(one.restyle_prompt),
            cover_url=text(one.cover_url),
            raw=entry,
        )
        for one, entry in read
    )
    return results.RestylesPage(items=items, total=total(inner), raw=inner)


def templates(inner: Any) -> results.TemplatesPage:
    """Read a page of effects."""
    read = ((wire.load("Template", entry), entry) for entry in entries(inner, "effect_items", "data", "items"))
    items = tuple(results.Template(id=whole(one.template_id), name=_name(entry), raw=entry) for one, entry in read)
    return results.TemplatesPage(items=items, total=total(inner), raw=inner)


def _name(entry: Mapping[str, Any]) -> str:
    names: Iterable[Any] = (entry.get(key) for key in ("name", "template_name", "display_name", "effect_name"))
    return next((value for value in names if isinstance(value, str)), "")


def usage(inner: Any) -> results.UsagePage:
    """Read a page of the log of deductions."""
    found = wire.load("UsagePage", inner)
    items = tuple(results.UsageItem(raw=entry) for entry in entries(inner, "items"))
    return results.UsagePage(
        items=items, next_cursor=text(found.next_cursor), has_more=flag(found.has_more) or False, raw=inner
    )
