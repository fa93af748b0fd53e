from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.upload_answer import UploadAnswer
from ...models.upload_file_url_request import UploadFileUrlRequest
from ...types import Response


def _get_kwargs(
    *,
    body: UploadFileUrlRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/file-url-upload",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> UploadAnswer | None:
    if response.status_code == 200:
        response_200 = UploadAnswer.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = UploadAnswer.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = UploadAnswer.from_dict(response.json())

        return response_401

    if response.status_code == 500:
        response_500 = UploadAnswer.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[UploadAnswer]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UploadFileUrlRequest,
) -> Response[UploadAnswer]:
    """Upload a file from a URL

     Files are kept 3 days; some pages say 24 hours.

    Args:
        body (UploadFileUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UploadAnswer]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: UploadFileUrlRequest,
) -> UploadAnswer | None:
    """Upload a file from a URL

     Files are kept 3 days; some pages say 24 hours.

    Args:
        body (UploadFileUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UploadAnswer
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UploadFileUrlRequest,
) -> Response[UploadAnswer]:
    """Upload a file from a URL

     Files are kept 3 days; some pages say 24 hours.

    Args:
        body (UploadFileUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[UploadAnswer]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: UploadFileUrlRequest,
) -> UploadAnswer | None:
    """Upload a file from a URL

     Files are kept 3 days; some pages say 24 hours.

    Args:
        body (UploadFileUrlRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        UploadAnswer
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
