"""The account: credits left, direct links, uploads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import attrs

from reelscore._attrs import frozen
from reelscore.kie import uploads
from reelscore.rules.schema import field_info
from reelscore.suno import file_results as filed
from reelscore.suno import results
from reelscore.suno.requests.base import SunoDirect, SunoRead
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class Balance(wire.BalanceRequest, SunoRead[results.CreditsLeft]):
    """Ask how many credits are left."""

    result: ClassVar[Any] = results.CreditsLeft


@frozen(kw_only=True)
class DownloadUrl(wire.DownloadUrlRequest, SunoRead[filed.DirectLink]):
    """Get a direct link, valid for 20 minutes, to a file that kie.ai made."""

    result: ClassVar[Any] = filed.DirectLink
    sample: ClassVar[Mapping[str, Any]] = {"url": "https://tempfile.aiquickdraw.com/r/song.mp3"}


@frozen(kw_only=True)
class UploadFile(wire.UploadFileRequest, SunoDirect[filed.UploadedFile]):
    """Put a file on the vendor's upload host: as it is, as Base64 text, or from a URL; plan for 24 hours."""

    result: ClassVar[Any] = filed.UploadedFile
    sample: ClassVar[Mapping[str, Any]] = {
        "file_url": "https://example.com/music.mp3",
        "base64_data": "aGVsbG8=",
        "file": b"ID3",
        "upload_path": "reelscore",
    }

    way: Literal["stream", "base64", "url"] | None = attrs.field(
        default=None, metadata=field_info("which of the three calls; follows from what is given", local=True)
    )

    def derived(self) -> Mapping[str, Any]:
        """Derive which call it is, and where the file goes when nothing is said."""
        return uploads.derived(self, vendor_shaped=self._vendor_shaped)
