from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.lower_case_refusal import LowerCaseRefusal
from ...models.refusal import Refusal
from ...models.text_to_video_request import TextToVideoRequest
from ...models.video_task_answer import VideoTaskAnswer
from ...types import Response


def _get_kwargs(
    *,
    body: TextToVideoRequest,
    ai_trace_id: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Ai-trace-id"] = ai_trace_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/openapi/v2/video/text/generate",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> Refusal | VideoTaskAnswer:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = VideoTaskAnswer.from_dict(data)

                return response_200_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_200_type_1 = Refusal.from_dict(data)

            return response_200_type_1

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 400:

        def _parse_response_400(data: object) -> LowerCaseRefusal | Refusal:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_400_type_0 = Refusal.from_dict(data)

                return response_400_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_400_type_1 = LowerCaseRefusal.from_dict(data)

            return response_400_type_1

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 500:

        def _parse_response_500(data: object) -> LowerCaseRefusal | Refusal:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_500_type_0 = Refusal.from_dict(data)

                return response_500_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_500_type_1 = LowerCaseRefusal.from_dict(data)

            return response_500_type_1

        response_500 = _parse_response_500(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TextToVideoRequest,
    ai_trace_id: str,
) -> Response[LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer]:
    """Make a video from a text

    Args:
        ai_trace_id (str):
        body (TextToVideoRequest): Text to video.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer]
    """

    kwargs = _get_kwargs(
        body=body,
        ai_trace_id=ai_trace_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: TextToVideoRequest,
    ai_trace_id: str,
) -> LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer | None:
    """Make a video from a text

    Args:
        ai_trace_id (str):
        body (TextToVideoRequest): Text to video.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer
    """

    return sync_detailed(
        client=client,
        body=body,
        ai_trace_id=ai_trace_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TextToVideoRequest,
    ai_trace_id: str,
) -> Response[LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer]:
    """Make a video from a text

    Args:
        ai_trace_id (str):
        body (TextToVideoRequest): Text to video.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer]
    """

    kwargs = _get_kwargs(
        body=body,
        ai_trace_id=ai_trace_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: TextToVideoRequest,
    ai_trace_id: str,
) -> LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer | None:
    """Make a video from a text

    Args:
        ai_trace_id (str):
        body (TextToVideoRequest): Text to video.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LowerCaseRefusal | Refusal | Refusal | VideoTaskAnswer
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            ai_trace_id=ai_trace_id,
        )
    ).parsed
