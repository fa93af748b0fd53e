"""The account: credits left, direct links, uploads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs

from reelscore.effects import CallKind
from reelscore.rules.schema import Upload, field_info
from reelscore.suno import file_results as filed
from reelscore.suno import results
from reelscore.suno.literals import JOBS, KIE, SUNOAPI
from reelscore.suno.requests.base import SunoDirect, SunoRead
from reelscore.vendors.host import Kind


@attrs.frozen(kw_only=True)
class Balance(SunoRead[results.CreditsLeft]):
    """Ask how many credits are left."""

    operation: ClassVar[str] = "balance"
    route: ClassVar[Mapping[str, str]] = {
        KIE: "GET /api/v1/chat/credit",
        JOBS: "GET /api/v1/chat/credit",
        SUNOAPI: "GET /api/v1/generate/credit",
    }
    family: ClassVar[str] = "account"
    result: ClassVar[Any] = results.CreditsLeft


@attrs.frozen(kw_only=True)
class DownloadUrl(SunoRead[filed.DirectLink]):
    """Get a direct link, valid for 20 minutes, to a file that kie.ai made."""

    operation: ClassVar[str] = "download_url"
    route: ClassVar[Mapping[str, str]] = {
        KIE: "POST /api/v1/common/download-url",
        JOBS: "POST /api/v1/common/download-url",
    }
    family: ClassVar[str] = "account"
    result: ClassVar[Any] = filed.DirectLink
    sample: ClassVar[Mapping[str, Any]] = {"url": "https://tempfile.aiquickdraw.com/r/song.mp3"}

    url: str = attrs.field(metadata=field_info("URL of a result of kie.ai"))


@attrs.frozen(kw_only=True)
class UploadFile(SunoDirect[filed.UploadedFile]):
    """Put a file on the vendor's upload host: as it is, as Base64 text, or from a URL; plan for 24 hours."""

    operation: ClassVar[str] = "upload_file"
    route: ClassVar[Mapping[str, str]] = dict.fromkeys((KIE, JOBS, SUNOAPI), "POST /api/file-stream-upload")
    kind: ClassVar[Kind] = "upload"
    role: ClassVar[CallKind] = CallKind.UPLOAD
    family: ClassVar[str] = "upload"
    result: ClassVar[Any] = filed.UploadedFile
    sample: ClassVar[Mapping[str, Any]] = {
        "file_url": "https://example.com/music.mp3",
        "base64_data": "aGVsbG8=",
        "file": b"ID3",
        "upload_path": "reelscore",
    }

    file: Upload | None = attrs.field(default=None, metadata=field_info("path, bytes or binary file"))
    base64_data: str | None = attrs.field(
        default=None, metadata=field_info("Base64 text or a data URL; up to 10 MB advised")
    )
    file_url: str | None = attrs.field(
        default=None, metadata=field_info("http(s) URL that the vendor fetches within 30 s")
    )
    upload_path: str | None = attrs.field(default=None, metadata=field_info("folder without slashes at its ends"))
    file_name: str | None = attrs.field(
        default=None, metadata=field_info("the same name overwrites; random when left out")
    )
    way: Literal["stream", "base64", "url"] | None = attrs.field(
        default=None, metadata=field_info("which of the three calls; follows from what is given", local=True)
    )

    def derived(self) -> Mapping[str, Any]:
        """Say which call it is, and where the file goes when nothing is said."""
        way = "url" if self.file_url else "base64" if self.base64_data else "stream"
        return {"way": way} if self._vendor_shaped else {"way": way, "upload_path": "reelscore"}
