from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.lower_case_refusal import LowerCaseRefusal
from ...models.page_size import PageSize
from ...models.refusal import Refusal
from ...models.template_type import TemplateType
from ...models.templates_answer import TemplatesAnswer
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    type_: TemplateType | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: PageSize | Unset = UNSET,
    ai_trace_id: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Ai-trace-id"] = ai_trace_id

    params: dict[str, Any] = {}

    json_type_: int | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_.value

    params["type"] = json_type_

    params["page"] = page

    json_page_size: int | Unset = UNSET
    if not isinstance(page_size, Unset):
        json_page_size = page_size.value

    params["pageSize"] = json_page_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/openapi/v2/video/effects/templates/list",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> Refusal | TemplatesAnswer:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = TemplatesAnswer.from_dict(data)

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
) -> Response[LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    type_: TemplateType | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: PageSize | Unset = UNSET,
    ai_trace_id: str,
) -> Response[LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer]:
    """List the templates (effects)

    Args:
        type_ (TemplateType | Unset):
        page (int | Unset):
        page_size (PageSize | Unset):
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer]
    """

    kwargs = _get_kwargs(
        type_=type_,
        page=page,
        page_size=page_size,
        ai_trace_id=ai_trace_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    type_: TemplateType | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: PageSize | Unset = UNSET,
    ai_trace_id: str,
) -> LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer | None:
    """List the templates (effects)

    Args:
        type_ (TemplateType | Unset):
        page (int | Unset):
        page_size (PageSize | Unset):
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer
    """

    return sync_detailed(
        client=client,
        type_=type_,
        page=page,
        page_size=page_size,
        ai_trace_id=ai_trace_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    type_: TemplateType | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: PageSize | Unset = UNSET,
    ai_trace_id: str,
) -> Response[LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer]:
    """List the templates (effects)

    Args:
        type_ (TemplateType | Unset):
        page (int | Unset):
        page_size (PageSize | Unset):
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer]
    """

    kwargs = _get_kwargs(
        type_=type_,
        page=page,
        page_size=page_size,
        ai_trace_id=ai_trace_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    type_: TemplateType | Unset = UNSET,
    page: int | Unset = UNSET,
    page_size: PageSize | Unset = UNSET,
    ai_trace_id: str,
) -> LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer | None:
    """List the templates (effects)

    Args:
        type_ (TemplateType | Unset):
        page (int | Unset):
        page_size (PageSize | Unset):
        ai_trace_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LowerCaseRefusal | Refusal | Refusal | TemplatesAnswer
    """

    return (
        await asyncio_detailed(
            client=client,
            type_=type_,
            page=page,
            page_size=page_size,
            ai_trace_id=ai_trace_id,
        )
    ).parsed
