from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.balance_answer import BalanceAnswer
from ...models.lower_case_refusal import LowerCaseRefusal
from ...models.refusal import Refusal
from ...types import Response


def _get_kwargs(
    *,
    ai_trace_id: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Ai-trace-id"] = ai_trace_id

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/openapi/v2/account/balance",
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BalanceAnswer | Refusal | LowerCaseRefusal | Refusal | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> BalanceAnswer | Refusal:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = BalanceAnswer.from_dict(data)

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
) -> Response[BalanceAnswer | Refusal | LowerCaseRefusal | Refusal]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    ai_trace_id: str,
) -> Response[BalanceAnswer | Refusal | LowerCaseRefusal | Refusal]:
    """Read the credit balance

    Args:
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BalanceAnswer | Refusal | LowerCaseRefusal | Refusal]
    """

    kwargs = _get_kwargs(
        ai_trace_id=ai_trace_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    ai_trace_id: str,
) -> BalanceAnswer | Refusal | LowerCaseRefusal | Refusal | None:
    """Read the credit balance

    Args:
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BalanceAnswer | Refusal | LowerCaseRefusal | Refusal
    """

    return sync_detailed(
        client=client,
        ai_trace_id=ai_trace_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    ai_trace_id: str,
) -> Response[BalanceAnswer | Refusal | LowerCaseRefusal | Refusal]:
    """Read the credit balance

    Args:
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BalanceAnswer | Refusal | LowerCaseRefusal | Refusal]
    """

    kwargs = _get_kwargs(
        ai_trace_id=ai_trace_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    ai_trace_id: str,
) -> BalanceAnswer | Refusal | LowerCaseRefusal | Refusal | None:
    """Read the credit balance

    Args:
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BalanceAnswer | Refusal | LowerCaseRefusal | Refusal
    """

    return (
        await asyncio_detailed(
            client=client,
            ai_trace_id=ai_trace_id,
        )
    ).parsed
