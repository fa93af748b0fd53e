"""Compare one operation of a vendor with ours, field by field, and grade each difference by a table.

Theirs is "after", ours is "before". Why a table of our own: what breaks depends on the direction (a wider type is
welcome in a request and breaks an answer), on what only our documents say (open vocabularies in `x-models`, either-or
groups in `x-one-of`, codes in the body, limits per host), and on where a page is silent, which is no change at all. The
mutation run of the tests measures whether this table is enough.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, Literal, NamedTuple

from _drift_model import CODE_FIELDS, LOWER, Field, Fields, Limit, Operation, View, tightness

Grade = Literal["breaking", "additive", "wording"]
GRADES: tuple[Grade, ...] = ("breaking", "additive", "wording")
"""Worst first."""
TINY = 1e-9
"""What floats may be off by."""
FIGURE = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?!\w)", re.ASCII)


class Kind(NamedTuple):
    """One kind of difference: how bad it is in a request and in an answer, in the voice of the vendor's page."""

    name: str
    request: Grade
    answer: Grade
    says: str


class Change(NamedTuple):
    """One difference between a vendor's page and our document."""

    grade: Grade
    kind: str
    place: str
    theirs: Any
    ours: Any
    says: str
    known: str = ""
    """Why it is left as it is, from the table of known differences."""


KINDS = {
    kind.name: kind
    for kind in (
        # operations
        Kind("operation new", "additive", "additive", "an operation that our document lacks"),
        Kind("operation gone", "breaking", "breaking", "no page has this operation any more"),
        Kind("method", "breaking", "breaking", "the same path, called with another method"),
        Kind("media type", "breaking", "breaking", "the body is sent as something else"),
        Kind("server", "wording", "wording", "the page names another server"),
        Kind("path", "wording", "wording", "the page prints the path differently"),
        Kind("deprecated", "wording", "wording", "the page calls it deprecated"),
        Kind("code new", "additive", "additive", "a code that our document lacks"),
        Kind("code gone", "wording", "wording", "a code that the page does not list"),
        Kind("status new", "additive", "additive", "an HTTP status that our document lacks"),
        Kind("status gone", "wording", "wording", "an HTTP status that the page does not list"),
        # fields
        Kind("field new", "additive", "additive", "a field that our document lacks"),
        Kind("required field new", "breaking", "additive", "a required field that our document lacks"),
        Kind("field gone", "breaking", "breaking", "the field is not there any more"),
        Kind("header gone", "wording", "wording", "the page does not list this header"),
        Kind("required", "breaking", "additive", "required now"),
        Kind("optional", "additive", "breaking", "not required any more"),
        # values
        Kind("type", "breaking", "breaking", "another type"),
        Kind("type wider", "additive", "breaking", "further types"),
        Kind("type narrower", "breaking", "additive", "fewer types"),
        Kind("format", "wording", "wording", "another format"),
        Kind("value new", "additive", "additive", "a value that our document lacks"),
        Kind("value gone", "breaking", "wording", "a value that is not listed any more"),
        Kind("values closed", "breaking", "additive", "only these values now"),
        Kind("values open", "additive", "wording", "no list of values any more"),
        Kind("limit narrower", "breaking", "wording", "a narrower limit"),
        Kind("limit wider", "additive", "wording", "a wider limit"),
        Kind("limit in prose", "wording", "wording", "the limit stands in the text only"),
        Kind("description", "wording", "wording", "other words"),
    )
}


def change(kind: str, place: str, *, theirs: Any = None, ours: Any = None, is_answer: bool = False) -> Change:
    """Make a change of a kind of the table."""
    row = KINDS[kind]
    return Change(row.answer if is_answer else row.request, kind, place, theirs, ours, row.says)


def figures(text: str) -> set[float]:
    """Return the numbers of a text."""
    return {float(found.replace(",", "")) for found in FIGURE.findall(text)}


def compare(theirs: Operation, ours: Operation) -> list[Change]:
    """Return every difference, those of the request before those of the answer."""
    fields = [*_requests(theirs, ours), *_fields(theirs, ours, is_answer=True)]
    return [*_whole(theirs, ours), *fields, *_descriptions(theirs, ours)]


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
    pairs = [(theirs[place].view.words, ours[place].view.words) for place in theirs.keys() & ours.keys()]
    return len(pairs) + sum(one is not None and one == other for one, other in pairs)


def _fields(theirs: Operation, ours: Operation, *, is_answer: bool) -> Iterator[Change]:
    """Compare the fields of the request or of the answer; a page that documents none is silent, which is no change."""
    told, known = (theirs.answer, ours.answer) if is_answer else (theirs.request, ours.request)
    if known and not told:
        return
    silent = [place for place, field in told.items() if _says_nothing(field.view) and _inside(known, place)]
    silent += [] if any(place.startswith("callback") for place in told) else ["callback"]
    yield from _new(told, known, is_answer=is_answer)
    yield from _gone(told, known, silent=silent, is_answer=is_answer)
    crowded = frozenset[str]() if is_answer else _alternatives(told, ours)
    for place in told.keys() & known.keys():
        for found in _field(told[place], known[place], place=place, is_answer=is_answer):
            if not (found.kind == "required" and place in crowded):
                yield found


def _says_nothing(view: View) -> bool:
    return not view.fields and (view.item is None or not view.item.fields)


def _inside(known: Fields, place: str) -> bool:
    return any(other.startswith((f"{place}.", f"{place}[].")) for other in known)


def _parent(place: str) -> str:
    return place.rpartition(".")[0].removesuffix("[]")


def _new(told: Fields, known: Fields, *, is_answer: bool) -> Iterator[Change]:
    """Yield what the page has and we have not; of a new object only the object."""
    for place, field in told.items():
        if not (place in known or place.endswith("[]") or (_parent(place) and _parent(place) not in known)):
            kind = "required field new" if field.required is True and not is_answer else "field new"
            yield change(kind, place, theirs=sorted(field.view.types), is_answer=is_answer)


def _gone(told: Fields, known: Fields, *, silent: list[str], is_answer: bool) -> Iterator[Change]:
    """Yield what we have and the page has not; of a lost object only the object."""
    for place, field in known.items():
        is_covered = any(place.startswith((f"{quiet}.", f"{quiet}[", f"{quiet} ")) for quiet in silent)
        if not (place in told or is_covered or place.endswith("[]") or (_parent(place) and _parent(place) not in told)):
            kind = "header gone" if place.startswith("header ") else "field gone"
            yield change(kind, place, ours=sorted(field.view.types), is_answer=is_answer)


def _alternatives(told: Fields, ours: Operation) -> frozenset[str]:
    """Return the fields that a page lists as required together although only one of them is to be given."""
    known = ours.request
    free = {place for place in ours.one_of & told.keys() if not (place in known and known[place].required)}
    listed = {place for place in free if told[place].required}
    return frozenset(listed) if len(listed) > 1 else frozenset()


def _field(theirs: Field, ours: Field, *, place: str, is_answer: bool) -> Iterator[Change]:
    """Compare one field that both have."""
    one, other = theirs.view, ours.view
    yield from _types(one, other, place=place, is_answer=is_answer)
    if theirs.required and not ours.required and not is_answer:
        yield change("required", place, theirs=True, ours=False)
    if ours.required and not theirs.required and (theirs.required is False or not is_answer):
        yield change("optional", place, theirs=False, ours=True, is_answer=is_answer)
    if not _is_code(place):
        yield from _words(one, other, place=place, is_answer=is_answer)
    if not is_answer:
        yield from _limits(one, other, place=place)
    if "binary" in {one.form, other.form} and one.form != other.form:
        yield change("format", place, theirs=one.form, ours=other.form)


def _types(theirs: View, ours: View, *, place: str, is_answer: bool) -> Iterator[Change]:
    """Compare types; an answer of ours admits null and several types on purpose, which is no difference."""
    one, other = theirs.types, ours.types
    if is_answer:
        other = other if "null" in one else other - {"null"}
        if len(other) > 1 and _admits(other, one):
            return
    if one and other and one != other:
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
    if other is not None:
        yield from (change("value new", place, theirs=word, is_answer=is_answer) for word in sorted(one - other))
        gone = set[str]() if is_own_case else other - one
        yield from (change("value gone", place, ours=word, is_answer=is_answer) for word in sorted(gone))
    elif not is_own_case:
        yield change("values closed", place, theirs=sorted(one), is_answer=is_answer)


def _texts(view: View) -> set[str] | None:
    return None if view.words is None else {str(word) for word in view.words if word is not None}


def _limits(theirs: View, ours: View, *, place: str) -> Iterator[Change]:
    """Compare limits; what is silent but says the figure in its text has not changed it."""
    for key in sorted({**theirs.limits, **ours.limits}):
        one, other = theirs.limits.get(key), ours.limits.get(key)
        if one == other or _is_trivial(key, one, other=other) or _is_trivial(key, other, other=one):
            continue
        number = other[0] if isinstance(other, tuple) else other
        if one is None and number in figures(theirs.text):
            kind = "limit in prose"
        elif key == "multipleOf":
            kind = "limit wider" if _is_finer(one, other) else "limit narrower"
        else:
            is_narrower = one is not None and (other is None or tightness(key, one) > tightness(key, other))
            kind = "limit narrower" if is_narrower else "limit wider"
        yield change(kind, f"{place} {key}", theirs=_plain(one), ours=_plain(other))


def _is_trivial(key: str, limit: Limit | None, *, other: Limit | None) -> bool:
    """Return whether a bound says no more than silence: nothing below zero, and not empty."""
    return other is None and limit == {"minimum": (0.0, False)}.get(key, 1.0 if key in LOWER else ())


def _is_finer(one: Limit | None, other: Limit | None) -> bool:
    """Return whether steps of *one* reach everything that steps of *other* reach."""
    if not isinstance(one, float) or not isinstance(other, float):
        return one is None
    times = other / one if one else 0
    return abs(times - round(times)) < TINY and times >= 1


def _plain(limit: Limit | None) -> str | float | None:
    return f"{limit[0]:g}{' itself excluded' if limit[1] else ''}" if isinstance(limit, tuple) else limit


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
