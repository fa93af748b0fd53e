"""Facts about a picture, film or sound, read from its headers, and how they stand to a vendor's limits; sends nothing.

Sides, lengths and codecs need the extra "media" (Pillow and MediaInfo); without it only type and size are known.
"""

from __future__ import annotations

import operator
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import attrs

from reelscore._attrs import frozen
from reelscore.errors import InvalidRequest, Violation
from reelscore.results import AssetKind
from reelscore.uploads import filetype
from reelscore.uploads.source import Source, Upload, UploadKind, open_source, refuse

NOT_INSTALLED = "sides, length and codec were not read: pip install 'reelscore[media]'"
NOT_FETCHED = "a URL is not read here; the vendor judges it"

_CODECS = {
    "AVC": "h264",
    "HEVC": "h265",
    "VP8": "vp8",
    "VP9": "vp9",
    "AV1": "av1",
    "MPEG-4 Visual": "mpeg4",
    "AAC": "aac",
    "MPEG Audio": "mp3",
    "PCM": "pcm",
    "Opus": "opus",
    "Vorbis": "vorbis",
    "FLAC": "flac",
}
_FOR_PILLOW = frozenset({"png", "jpeg", "webp", "gif", "bmp"})
_FILM_BOXES = frozenset({"mp4", "mov"})


@frozen(kw_only=True)
class Media:
    """What is known of a file; None is unknown, never zero."""

    kind: AssetKind | None = None
    format: str | None = None
    """A key of ``filetype.FORMATS``; a container of film that holds sound only is "m4a"."""
    mime: str = ""
    bytes: int | None = None
    width: int | None = None
    """Pixels, as width and height are stored: a rotation mark is not applied."""
    height: int | None = None
    seconds: float | None = None
    codec: str | None = None
    """Of the film, or of the sound where there is no film: "h264", "aac" …, in lower case."""
    note: str = ""
    """Why facts are missing, empty where they are not."""


@frozen(kw_only=True)
class MediaLimits:
    """One row of a vendor's table of limits; None and () do not limit. All limits are inclusive."""

    formats: tuple[str, ...] = ()
    """Names or extensions: "jpg" and "jpeg" are the same."""
    max_bytes: int | None = None
    max_side: int | None = None
    """Pixels, of either side."""
    min_side: int | None = None
    max_seconds: float | None = None
    min_seconds: float | None = None
    codecs: tuple[str, ...] = ()
    source: str = ""
    code: int | None = None
    """The vendor's code for it."""


def probe(upload: Upload) -> Media:
    """Read the headers of an upload.

    Returns:
        What is known; ``note`` says why something is not.

    Raises:
        InvalidRequest: a picture that cannot be decoded, or a film or sound without a track (rule ``source.corrupt``).
    """
    if upload.is_url:
        return Media(note=NOT_FETCHED)
    kind = _first_kind(upload.format)
    plain = Media(kind=kind, format=upload.format, mime=upload.content_type, bytes=upload.bytes)
    if kind == "image":
        return _picture(upload, plain)
    return _tracks(upload, plain) if kind in {"video", "audio"} else plain


def examine(
    value: Source, *, kind: UploadKind, field: str, limits: MediaLimits | None = None
) -> tuple[Media | None, tuple[Violation, ...]]:
    """Report what is known of a source and all that is wrong with it; nothing is sent, no file stays open."""
    try:
        media = probe(open_source(value, kind=kind, field=field))
    except InvalidRequest as error:
        return None, tuple(attrs.evolve(each, field=field) for each in error.violations)
    return media, check_media(media, limits or MediaLimits(), field=field)


def check_media(media: Media, limits: MediaLimits, *, field: str) -> tuple[Violation, ...]:
    """Hold a file against a vendor's limits.

    Returns:
        One error per limit that is passed, and one warning when facts that a limit is about are missing.
    """
    found, missing = list[Violation](), list[str]()
    for check in _CHECKS:
        given, limit = check.given(media), getattr(limits, check.limit)
        if limit in {None, ()}:
            continue
        if given is None:
            missing.append(check.name)
        elif not check.holds(given, limit):
            found.append(_violation(check, given, limit, limits=limits, field=field))
    if missing:
        why = f"{field}: {', '.join(missing)} not checked; {media.note or 'the file does not say'}"
        rule, allowed = "media.unchecked", "what the vendor's page says"
        found.append(
            Violation(rule=rule, field=field, allowed=allowed, message=why, severity="warning", source=limits.source)
        )
    return tuple(found)


@frozen
class _Check:
    name: str
    limit: str
    """Field of MediaLimits."""
    given: Callable[[Media], Any]
    holds: Callable[[Any, Any], bool]
    """Of what is given and its limit."""
    allowed: str


def _sides(media: Media) -> tuple[int, ...]:
    return tuple(side for side in (media.width, media.height) if side is not None)


def _same_format(given: str, allowed: tuple[str, ...]) -> bool:
    return given in {filetype.format_of_extension(name) or name for name in allowed}


def _same_codec(given: str, allowed: tuple[str, ...]) -> bool:
    return given in {name.lower().replace(".", "") for name in allowed}


_SIDE = "{} pixels on either side"
_CHECKS = (
    _Check("format", "formats", lambda it: it.format, _same_format, "one of {}"),
    _Check("bytes", "max_bytes", lambda it: it.bytes, operator.le, "at most {} bytes"),
    _Check("max_side", "max_side", lambda it: max(_sides(it), default=None), operator.le, f"at most {_SIDE}"),
    _Check("min_side", "min_side", lambda it: min(_sides(it), default=None), operator.ge, f"at least {_SIDE}"),
    _Check("max_seconds", "max_seconds", lambda it: it.seconds, operator.le, "at most {} seconds"),
    _Check("min_seconds", "min_seconds", lambda it: it.seconds, operator.ge, "at least {} seconds"),
    _Check("codec", "codecs", lambda it: it.codec, _same_codec, "one of the codecs {}"),
)


def _violation(check: _Check, given: Any, limit: Any, *, limits: MediaLimits, field: str) -> Violation:
    allowed = check.allowed.format(", ".join(limit) if isinstance(limit, tuple) else f"{limit:g}")
    return Violation(
        rule=f"media.{check.name}",
        field=field,
        given=given,
        allowed=allowed,
        message=f"{field}: the file has {check.name} {given}; allowed is {allowed}",
        code=limits.code,
        source=limits.source,
    )


def _first_kind(name: str | None) -> AssetKind | None:
    kinds = filetype.KINDS.get(name or "", frozenset[AssetKind]({"audio"}))
    return "video" if "video" in kinds else next(iter(kinds))


def _picture(upload: Upload, plain: Media) -> Media:
    name = upload.format or ""
    if name not in _FOR_PILLOW:
        return _tracks(upload, plain)
    if find_spec("PIL") is None:
        return attrs.evolve(plain, note=NOT_INSTALLED)
    from PIL import Image

    try:
        with warnings.catch_warnings(), upload.open() as file:
            # The vendors' limits decide what is too large.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=(name.upper(),)) as picture:
                width, height = picture.size
                if name == "png":  # its check sums are compared without decoding
                    picture.verify()
                else:  # only decoding finds a cut; that of a JPEG is cheap at an eighth of the sides
                    _ = picture.draft("L", (1, 1))
                    _ = picture.load()
    except Image.DecompressionBombError:
        # A picture this large is whole or not, but its sides are too many in any case; they stand in its header.
        return _tracks(upload, plain)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        message = f"{upload.name!r} is a damaged {name} picture: {error}"
        raise refuse("corrupt", field="file", given=upload.name, allowed="a whole picture", message=message) from error
    return attrs.evolve(plain, width=width, height=height, codec=name)


def _tracks(upload: Upload, plain: Media) -> Media:
    if find_spec("pymediainfo") is None:
        return attrs.evolve(plain, note=NOT_INSTALLED)
    from pymediainfo import MediaInfo

    if not MediaInfo.can_parse():
        return attrs.evolve(plain, note=NOT_INSTALLED)
    with upload.open() as file:
        found: Any = MediaInfo.parse(file, parse_speed=0.3)
    film = next(iter(found.video_tracks or found.image_tracks), None)
    sound = next(iter(found.audio_tracks), None)
    track = film or sound
    if track is None:
        message = f"{upload.name!r} begins like {upload.format} and holds neither film nor sound"
        raise refuse("corrupt", field="file", given=upload.name, allowed="a whole file", message=message)
    return attrs.evolve(
        plain,
        kind=plain.kind if film else "audio",
        format="m4a" if film is None and upload.format in _FILM_BOXES else upload.format,
        width=film.width if film else None,
        height=film.height if film else None,
        seconds=_seconds(found),
        codec=_CODECS.get(track.format, (track.format or "").lower() or None),
    )


def _seconds(found: Any) -> float | None:
    tracks = (*found.general_tracks, *found.video_tracks, *found.audio_tracks)
    lengths = [float(track.duration) / 1000 for track in tracks if track.duration]
    return lengths[0] if lengths else None
