from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.customer_paths import CustomerPaths


T = TypeVar("T", bound="VideoResult")


@_attrs_define
class VideoResult:
    """
    Attributes:
        id (int):
        status (int): 1 success, 5 generating, 6 deleted, 7 moderation failed, 8 failed; 9 and 10 seen by others:
            pending
        url (None | str | Unset): Usable at status 1 only; its path may be percent-encoded
        prompt (None | str | Unset):
        negative_prompt (None | str | Unset):
        style (None | str | Unset):
        seed (int | None | Unset):
        size (float | None | Unset): Unit not published
        output_width (int | None | Unset):
        output_height (int | None | Unset):
        resolution_ratio (int | None | Unset):
        create_time (None | str | Unset):
        modify_time (None | str | Unset):
        has_audio (bool | None | Unset):
        credits_ (int | None | Unset):
        credit (int | None | Unset):
        customer_paths (CustomerPaths | None | Unset):
    """

    id: int
    status: int
    url: None | str | Unset = UNSET
    prompt: None | str | Unset = UNSET
    negative_prompt: None | str | Unset = UNSET
    style: None | str | Unset = UNSET
    seed: int | None | Unset = UNSET
    size: float | None | Unset = UNSET
    output_width: int | None | Unset = UNSET
    output_height: int | None | Unset = UNSET
    resolution_ratio: int | None | Unset = UNSET
    create_time: None | str | Unset = UNSET
    modify_time: None | str | Unset = UNSET
    has_audio: bool | None | Unset = UNSET
    credits_: int | None | Unset = UNSET
    credit: int | None | Unset = UNSET
    customer_paths: CustomerPaths | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.customer_paths import CustomerPaths  # noqa: PLC0415

        id = self.id

        status = self.status

        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        prompt: None | str | Unset
        if isinstance(self.prompt, Unset):
            prompt = UNSET
        else:
            prompt = self.prompt

        negative_prompt: None | str | Unset
        if isinstance(self.negative_prompt, Unset):
            negative_prompt = UNSET
        else:
            negative_prompt = self.negative_prompt

        style: None | str | Unset
        if isinstance(self.style, Unset):
            style = UNSET
        else:
            style = self.style

        seed: int | None | Unset
        if isinstance(self.seed, Unset):
            seed = UNSET
        else:
            seed = self.seed

        size: float | None | Unset
        if isinstance(self.size, Unset):
            size = UNSET
        else:
            size = self.size

        output_width: int | None | Unset
        if isinstance(self.output_width, Unset):
            output_width = UNSET
        else:
            output_width = self.output_width

        output_height: int | None | Unset
        if isinstance(self.output_height, Unset):
            output_height = UNSET
        else:
            output_height = self.output_height

        resolution_ratio: int | None | Unset
        if isinstance(self.resolution_ratio, Unset):
            resolution_ratio = UNSET
        else:
            resolution_ratio = self.resolution_ratio

        create_time: None | str | Unset
        if isinstance(self.create_time, Unset):
            create_time = UNSET
        else:
            create_time = self.create_time

        modify_time: None | str | Unset
        if isinstance(self.modify_time, Unset):
            modify_time = UNSET
        else:
            modify_time = self.modify_time

        has_audio: bool | None | Unset
        if isinstance(self.has_audio, Unset):
            has_audio = UNSET
        else:
            has_audio = self.has_audio

        credits_: int | None | Unset
        if isinstance(self.credits_, Unset):
            credits_ = UNSET
        else:
            credits_ = self.credits_

        credit: int | None | Unset
        if isinstance(self.credit, Unset):
            credit = UNSET
        else:
            credit = self.credit

        customer_paths: dict[str, Any] | None | Unset
        if isinstance(self.customer_paths, Unset):
            customer_paths = UNSET
        elif isinstance(self.customer_paths, CustomerPaths):
            customer_paths = self.customer_paths.to_dict()
        else:
            customer_paths = self.customer_paths

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
            }
        )
        if url is not UNSET:
            field_dict["url"] = url
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if style is not UNSET:
            field_dict["style"] = style
        if seed is not UNSET:
            field_dict["seed"] = seed
        if size is not UNSET:
            field_dict["size"] = size
        if output_width is not UNSET:
            field_dict["outputWidth"] = output_width
        if output_height is not UNSET:
            field_dict["outputHeight"] = output_height
        if resolution_ratio is not UNSET:
            field_dict["resolution_ratio"] = resolution_ratio
        if create_time is not UNSET:
            field_dict["create_time"] = create_time
        if modify_time is not UNSET:
            field_dict["modify_time"] = modify_time
        if has_audio is not UNSET:
            field_dict["has_audio"] = has_audio
        if credits_ is not UNSET:
            field_dict["credits"] = credits_
        if credit is not UNSET:
            field_dict["credit"] = credit
        if customer_paths is not UNSET:
            field_dict["customer_paths"] = customer_paths

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.customer_paths import CustomerPaths  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        status = d.pop("status")

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))

        def _parse_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt = _parse_prompt(d.pop("prompt", UNSET))

        def _parse_negative_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        negative_prompt = _parse_negative_prompt(d.pop("negative_prompt", UNSET))

        def _parse_style(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        style = _parse_style(d.pop("style", UNSET))

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        def _parse_size(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        size = _parse_size(d.pop("size", UNSET))

        def _parse_output_width(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        output_width = _parse_output_width(d.pop("outputWidth", UNSET))

        def _parse_output_height(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        output_height = _parse_output_height(d.pop("outputHeight", UNSET))

        def _parse_resolution_ratio(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        resolution_ratio = _parse_resolution_ratio(d.pop("resolution_ratio", UNSET))

        def _parse_create_time(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        create_time = _parse_create_time(d.pop("create_time", UNSET))

        def _parse_modify_time(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        modify_time = _parse_modify_time(d.pop("modify_time", UNSET))

        def _parse_has_audio(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        has_audio = _parse_has_audio(d.pop("has_audio", UNSET))

        def _parse_credits_(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        credits_ = _parse_credits_(d.pop("credits", UNSET))

        def _parse_credit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        credit = _parse_credit(d.pop("credit", UNSET))

        def _parse_customer_paths(data: object) -> CustomerPaths | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                customer_paths_type_0 = CustomerPaths.from_dict(data)

                return customer_paths_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomerPaths | None | Unset, data)

        customer_paths = _parse_customer_paths(d.pop("customer_paths", UNSET))

        video_result = cls(
            id=id,
            status=status,
            url=url,
            prompt=prompt,
            negative_prompt=negative_prompt,
            style=style,
            seed=seed,
            size=size,
            output_width=output_width,
            output_height=output_height,
            resolution_ratio=resolution_ratio,
            create_time=create_time,
            modify_time=modify_time,
            has_audio=has_audio,
            credits_=credits_,
            credit=credit,
            customer_paths=customer_paths,
        )

        video_result.additional_properties = d
        return video_result

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
