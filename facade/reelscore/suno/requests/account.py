"""The account: credits left, direct links, uploads."""

from __future__ import annotations

from reelscore._attrs import frozen
from reelscore.kie import account
from reelscore.suno import file_results as filed
from reelscore.suno import results
from reelscore.suno.requests.base import SunoDirect
from reelscore_wire.suno import models as wire


@frozen(kw_only=True)
class Balance(wire.BalanceRequest, SunoDirect[results.CreditsLeft]):
    """Ask how many credits are left."""


@frozen(kw_only=True)
class DownloadUrl(wire.DownloadUrlRequest, SunoDirect[filed.DirectLink]):
    """Get a direct link, valid for 20 minutes, to a file that kie.ai made."""


@frozen(kw_only=True)
class UploadFile(account.UploadFields, wire.UploadFileRequest, SunoDirect[filed.UploadedFile]):
    """Put a file on the vendor's upload host: as it is, as Base64 text, or from a URL; plan for 24 hours."""
