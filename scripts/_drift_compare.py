"""Compare one operation of a vendor with ours, field by field.

Theirs is "after", ours is "before". How bad a difference is stands in the table of `_drift_kinds`; what the text of a
field says is weighed by `_drift_prose`.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from _drift_kinds import Change, change
from _drift_model import CODE_FIELDS, Field, Fields, Operation
from _drift_prose import lengths, prose_changes, says_figure
from _drift_views import LOWER, View, tightness

TINY = 1e-9
"""What floats may be off by."""


def compare(theirs: Operation, ours: Operation) -> list[Change]:
    """Return every difference, sorted by grade within request and answer."""
    return [
        *_whole(theirs, ours),
        *_requests(theirs, ours),
        *_fields(theirs, ours, is_answer=True),
        *_descriptions(theirs, ours),
    ]


def _whole(theirs: Operation, ours: Operation) -> Iterator[Change]:
    """Compare what holds for the operation: body type, codes, statuses."""
    if theirs.media and ours.media and not theirs.media & ours.media:
        yield change("media type", "", theirs=sorted(theirs.media), ours=sorted(ours.media))
    if theirs.deprecated and not ours.deprecated:
        yield change("deprecated", "", theirs=True)
    yield from _listed("code", theirs.codes, ours=ours.codes)
    yield from _listed("callback code", theirs.callback_codes, ours=ours.callback_codes)
    yield from _listed("status", theirs.statuses, ours=ours.statuses)


def _listed(name: str, theirs: AbstractSet[Any], *, ours: AbstractSet[Any]) -> Iterator[Change]:
    """Compare two lists of codes; a page that lists none says nothing."""
    if theirs and ours:
        kind = name.removeprefix("callback ")
        yield from (change(f"{kind} new", f"{name} {item}", theirs=item) for item in sorted(theirs - ours))
        yield from (change(f"{kind} gone", f"{name} {item}", ours=item) for item in sorted(ours - theirs))


def _is_code(place: str) -> bool:
    return place.removeprefix("callback ").lower() in CODE_FIELDS


def _requests(theirs: Operation, ours: Operation) -> Iterator[Change]:
    """Compare requests; alternatives one by one where both have as many, since together they hide each other."""
    if len(theirs.variants) != len(ours.variants):
        yield from _fields(theirs, ours, is_answer=False)
        return
    left, seen = list(theirs.variants) or [theirs.request], list[Change]()
    for known in ours.variants or (ours.request,):
        told = max(left, key=partial(_likeness, ours=known))
        left.remove(told)
        for found in _fields(theirs._replace(request=told), ours._replace(request=known), is_answer=False):
            if found not in seen:
                seen.append(found)
                yield found


def _likeness(theirs: Fields, *, ours: Fields) -> int:
    """Count the fields that two alternatives share; those with the same words count double."""
    shared = theirs.keys() & ours.keys()
    same = sum(
        theirs[place].view.words is not None and theirs[place].view.words == ours[place].view.words for place in shared
    )
    return len(shared) + same


def _fields(theirs: Operation, ours: Operation, *, is_answer: bool) -> Iterator[Change]:
    """Compare the fields of the request or of the answer."""
    told, known = (theirs.answer, ours.answer) if is_answer else (theirs.request, ours.request)
    if known and not told:
        yield change("silent", "answer" if is_answer else "request", is_answer=is_answer)
        return
    silent = [place for place, field in told.items() if _says_nothing(field.view) and _inside(known, place)]
    silent += [] if any(place.startswith("callback") for place in told) else ["callback"]
    yield from (change("silent", place, is_answer=is_answer) for place in silent if place in told)
    yield from _new(told, known, is_answer=is_answer)
    yield from _gone(theirs, told, known=known, silent=silent, is_answer=is_answer)
    crowded = _alternatives(told, ours) if not is_answer else frozenset[str]()
    if crowded:
        yield change("alternatives", ", ".join(sorted(crowded)), theirs="required")
    for place in told.keys() & known.keys():
        for found in _field(told[place], known[place], place=place, is_answer=is_answer):
            if not (found.kind == "required" and place in crowded):
                yield from _as_example(found) if theirs.is_example else [found]


def _says_nothing(view: View) -> bool:
    return not view.fields and (view.item is None or not view.item.fields)


def _inside(known: Fields, place: str) -> bool:
    return any(other.startswith((f"{place}.", f"{place}[].")) for other in known)


def _parent(place: str) -> str:
    return place.rpartition(".")[0].removesuffix("[]")


def _new(told: Fields, known: Fields, *, is_answer: bool) -> Iterator[Change]:
    """Yield what the page has and we have not; of a new object only the object."""
    for place, field in told.items():
        if place in known or place.endswith("[]") or (_parent(place) and _parent(place) not in known):
            continue
        is_required = field.required is True and (not _parent(place) or not is_answer)
        yield change(
            "required field new" if is_required and not is_answer else "field new",
            place,
            theirs=sorted(field.view.types),
            is_answer=is_answer,
        )


def _gone(
    theirs: Operation,
    told: Fields,
    *,
    known: Fields,
    silent: list[str],
    is_answer: bool,
) -> Iterator[Change]:
    """Yield what we have and the page has not; of a lost object only the object."""
    for place, field in known.items():
        is_covered = any(place.startswith((f"{quiet}.", f"{quiet}[", f"{quiet} ")) for quiet in silent)
        if place in told or is_covered or place.endswith("[]") or (_parent(place) and _parent(place) not in told):
            continue
        kind = "header gone" if place.startswith("header ") else "field gone"
        found = change(kind, place, ours=sorted(field.view.types), is_answer=is_answer)
        yield change("not in example", place) if theirs.is_example else found


def _alternatives(told: Fields, ours: Operation) -> frozenset[str]:
    """Return the fields that a page lists as required together although only one of them is to be given."""
    known = ours.request
    free = {place for place in ours.one_of & told.keys() if not (place in known and known[place].required)}
    listed = {place for place in free if told[place].required}
    return frozenset(listed) if len(listed) > 1 else frozenset()


def _as_example(found: Change) -> list[Change]:
    """Return what an example can tell of a field: its type."""
    is_type = found.kind.startswith("type")
    return [change("type in example", found.place, theirs=found.theirs, ours=found.ours)] if is_type else []


def _field(theirs: Field, ours: Field, *, place: str, is_answer: bool) -> Iterator[Change]:
    """Compare one field that both have."""
    one, other = theirs.view, ours.view
    yield from _types(one, other, place=place, is_answer=is_answer)
    if theirs.required and not ours.required and not is_answer:
        yield change("required", place, theirs=True, ours=False)
    if ours.required and not theirs.required and (theirs.required is False or not is_answer):
        yield change("optional", place, theirs=False, ours=True, is_answer=is_answer)
    for name, printed in one.printed.items():
        if name in other.fields:
            yield change("name", name, theirs=printed, ours=name)
    if not _is_code(place):
        yield from _words(one, other, place=place, is_answer=is_answer)
    if not is_answer:
        yield from _limits(one, other, place=place)
        yield from prose_changes(one, other, place=place)
    if "binary" in {one.form, other.form} and one.form != other.form:
        yield change("format", place, theirs=one.form, ours=other.form)


def _types(theirs: View, ours: View, *, place: str, is_answer: bool) -> Iterator[Change]:
    """Compare types; an answer of ours admits null and several types on purpose, which is no difference."""
    one, other = theirs.types, ours.types
    if is_answer:
        other = other if "null" in one else other - {"null"}
        if len(other) > 1 and _admits(other, one):
            return
    if not one or not other or one == other:
        return
    kind = "type wider" if _admits(one, other) else "type narrower" if _admits(other, one) else "type"
    yield change(kind, place, theirs=sorted(one), ours=sorted(other), is_answer=is_answer)


def _admits(wide: frozenset[str], narrow: frozenset[str]) -> bool:
    return narrow <= (wide | {"integer"} if "number" in wide else wide)


def _words(theirs: View, ours: View, *, place: str, is_answer: bool) -> Iterator[Change]:
    """Compare vocabularies; a list of one word where ours is open tells the page's own case, not the whole list."""
    one, other = _texts(theirs), _texts(ours)
    if one is None:
        if other is not None and not any(word in theirs.text for word in other):
            yield change("values open", place, ours=sorted(other), is_answer=is_answer)
        return
    is_own_case = len(one) == 1 and not ours.closed
    if other is None:
        found = [] if is_own_case else [change("values closed", place, theirs=sorted(one), is_answer=is_answer)]
    else:
        found = [change("value new", place, theirs=word, is_answer=is_answer) for word in sorted(one - other)]
        gone = set[str]() if is_own_case else other - one
        found += [change("value gone", place, ours=word, is_answer=is_answer) for word in sorted(gone)]
    yield from found


def _texts(view: View) -> set[str] | None:
    return None if view.words is None else {str(word) for word in view.words if word is not None}


def _limits(theirs: View, ours: View, *, place: str) -> Iterator[Change]:
    """Compare limits; what is silent but says the figure in its text has not changed it."""
    for key in sorted({**theirs.limits, **ours.limits}):
        one, other = theirs.limits.get(key), ours.limits.get(key)
        if one == other or _is_trivial(key, one, other=other) or _is_trivial(key, other, other=one):
            continue
        if one is None and key == "maxLength" and lengths(theirs.text):
            continue  # told by the prose, with its figures
        if one is None and says_figure(theirs.text, other):
            kind = "limit in prose"
        elif key == "multipleOf":
            kind = "limit wider" if _is_finer(one, other) else "limit narrower"
        else:
            is_narrower = one is not None and (other is None or tightness(key, one) > tightness(key, other))
            kind = "limit narrower" if is_narrower else "limit wider"
        yield change(kind, f"{place} {key}", theirs=_plain(one), ours=_plain(other))


def _is_trivial(key: str, limit: object, *, other: object) -> bool:
    """Tell whether a bound says no more than silence: nothing below zero, and not empty."""
    return other is None and limit == {"minimum": (0.0, False)}.get(key, 1.0 if key in LOWER else ())


def _is_finer(one: object, other: object) -> bool:
    """Tell whether steps of *one* reach everything that steps of *other* reach."""
    if not isinstance(one, float) or not isinstance(other, float):
        return one is None
    times = other / one if one else 0
    return abs(times - round(times)) < TINY and times >= 1


def _plain(limit: float | tuple[float, bool] | None) -> str | float | None:
    if not isinstance(limit, tuple):
        return limit
    return f"{limit[0]:g}{' itself excluded' if limit[1] else ''}"


def _descriptions(theirs: Operation, ours: Operation) -> Iterator[Change]:
    """Sum up other words in one change: they differ nearly everywhere, and nobody reads them one by one."""
    places = [
        place
        for one, other in ((theirs.request, ours.request), (theirs.answer, ours.answer))
        for place in one.keys() & other.keys()
        if one[place].view.text
        and " ".join(one[place].view.text.split()) != " ".join(other[place].view.text.split())
        and not _is_code(place)
    ]
    if places:
        yield change("description", "", theirs=sorted(places))
