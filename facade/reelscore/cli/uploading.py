"""``upload``: put a file at a vendor, for the fields of later requests."""

from __future__ import annotations

from typing import Any

import attrs

from reelscore.cli import keys
from reelscore.cli.commands import Common, argument, command, completion, option
from reelscore.cli.operations import host_named
from reelscore.cli.output import Output
from reelscore.cli.reports import Misuse
from reelscore.downloads.targets import expand
from reelscore.uploads.filetype import HEAD_BYTES, KINDS, detect
from reelscore.vendors.host import hosts


@attrs.frozen(kw_only=True)
class UploadOptions(Common):
    file: str = argument(metavar="FILE", help="A path, or an http(s) URL that the vendor fetches.")
    host: str = option(
        "pixverse.ai", "--host", metavar="HOST", help="Where to.", show_default=True, autocompletion=completion(hosts)
    )


def upload(options: UploadOptions, out: Output) -> int:
    """Upload a file, free of charge, and print the id or URL that other requests take."""
    host = host_named(options.host)
    with keys.client(host) as client:
        result = _sent(client, options.file) if host.vendor == "pixverse" else _filed(client, options.file)
    told = {"host": host.name, "id": getattr(result, "id", None), "url": result.url, "name": options.file}
    if out.json:
        out.document(told)
    else:
        out.line(str(told["id"] or told["url"]))
        out.say(
            "takes it as: an id in img_id, video_media_id, audio_media_id" if told["id"] else "kept for about 24 hours"
        )
    return 0


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _sent(client: Any, file: str) -> Any:
    if _is_image(file):
        return client.upload_image(**({"image_url": file} if _is_url(file) else {"image": file}))
    return client.upload_media(**({"file_url": file} if _is_url(file) else {"file": file}))


def _filed(client: Any, file: str) -> Any:
    return client.upload_file(**({"file_url": file} if _is_url(file) else {"file": file}))


def _is_image(file: str) -> bool:
    if _is_url(file):
        return file.partition("?")[0].lower().endswith((".jpg", ".jpeg", ".png", ".webp"))
    try:
        with expand(file).open("rb") as source:
            found = detect(source.read(HEAD_BYTES))
    except OSError as error:
        raise Misuse(f"{file} cannot be read: {error.strerror or error}") from error
    return found is not None and "image" in KINDS[found]


COMMANDS = {"upload": command("upload", upload, options=UploadOptions)}
