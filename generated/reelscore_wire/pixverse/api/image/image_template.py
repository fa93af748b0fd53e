from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.image_task_answer import ImageTaskAnswer
from ...models.image_template_request import ImageTemplateRequest
from ...models.lower_case_refusal import LowerCaseRefusal
from ...models.refusal import Refusal
from ...types import Response


def _get_kwargs(
    *,
    body: ImageTemplateRequest,
    ai_trace_id: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Ai-trace-id"] = ai_trace_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/openapi/v2/image/template/generate",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> ImageTaskAnswer | Refusal:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = ImageTaskAnswer.from_dict(data)

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
) -> Response[ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImageTemplateRequest,
    ai_trace_id: str,
) -> Response[ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal]:
    """Make an image from images by a template

     The pixverse.ai schema types the ids as strings, its examples are numbers, so integers.

    Args:
        ai_trace_id (str):
        body (ImageTemplateRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal]
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
    body: ImageTemplateRequest,
    ai_trace_id: str,
) -> ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal | None:
    """Make an image from images by a template

     The pixverse.ai schema types the ids as strings, its examples are numbers, so integers.

    Args:
        ai_trace_id (str):
        body (ImageTemplateRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal
    """

    return sync_detailed(
        client=client,
        body=body,
        ai_trace_id=ai_trace_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ImageTemplateRequest,
    ai_trace_id: str,
) -> Response[ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal]:
    """Make an image from images by a template

     The pixverse.ai schema types the ids as strings, its examples are numbers, so integers.

    Args:
        ai_trace_id (str):
        body (ImageTemplateRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal]
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
    body: ImageTemplateRequest,
    ai_trace_id: str,
) -> ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal | None:
    """Make an image from images by a template

     The pixverse.ai schema types the ids as strings, its examples are numbers, so integers.

    Args:
        ai_trace_id (str):
        body (ImageTemplateRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ImageTaskAnswer | Refusal | LowerCaseRefusal | Refusal
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            ai_trace_id=ai_trace_id,
        )
    ).parsed
