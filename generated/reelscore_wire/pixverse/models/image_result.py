from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.customer_paths import CustomerPaths


T = TypeVar("T", bound="ImageResult")


@_attrs_define
class ImageResult:
    """
    Attributes:
        image_id (int):
        status (int): As in VideoResult
        url (None | str | Unset):
        prompt (None | str | Unset):
        prompt_translate (None | str | Unset):
        seed (int | None | Unset):
        template_id (int | None | Unset):
        create_time (None | str | Unset):
        modify_time (None | str | Unset):
        output_width (int | None | Unset):
        output_height (int | None | Unset):
        credits_ (int | None | Unset):
        credit (int | None | Unset):
        customer_paths (CustomerPaths | None | Unset):
    """

    image_id: int
    status: int
    url: None | str | Unset = UNSET
    prompt: None | str | Unset = UNSET
    prompt_translate: None | str | Unset = UNSET
    seed: int | None | Unset = UNSET
    template_id: int | None | Unset = UNSET
    create_time: None | str | Unset = UNSET
    modify_time: None | str | Unset = UNSET
    output_width: int | None | Unset = UNSET
    output_height: int | None | Unset = UNSET
    credits_: int | None | Unset = UNSET
    credit: int | None | Unset = UNSET
    customer_paths: CustomerPaths | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.customer_paths import CustomerPaths  # noqa: PLC0415

        image_id = self.image_id

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

        prompt_translate: None | str | Unset
        if isinstance(self.prompt_translate, Unset):
            prompt_translate = UNSET
        else:
            prompt_translate = self.prompt_translate

        seed: int | None | Unset
        if isinstance(self.seed, Unset):
            seed = UNSET
        else:
            seed = self.seed

        template_id: int | None | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        else:
            template_id = self.template_id

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
                "image_id": image_id,
                "status": status,
            }
        )
        if url is not UNSET:
            field_dict["url"] = url
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if prompt_translate is not UNSET:
            field_dict["prompt_translate"] = prompt_translate
        if seed is not UNSET:
            field_dict["seed"] = seed
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if create_time is not UNSET:
            field_dict["create_time"] = create_time
        if modify_time is not UNSET:
            field_dict["modify_time"] = modify_time
        if output_width is not UNSET:
            field_dict["outputWidth"] = output_width
        if output_height is not UNSET:
            field_dict["outputHeight"] = output_height
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
        image_id = d.pop("image_id")

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

        def _parse_prompt_translate(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        prompt_translate = _parse_prompt_translate(d.pop("prompt_translate", UNSET))

        def _parse_seed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        seed = _parse_seed(d.pop("seed", UNSET))

        def _parse_template_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        template_id = _parse_template_id(d.pop("template_id", UNSET))

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

        image_result = cls(
            image_id=image_id,
            status=status,
            url=url,
            prompt=prompt,
            prompt_translate=prompt_translate,
            seed=seed,
            template_id=template_id,
            create_time=create_time,
            modify_time=modify_time,
            output_width=output_width,
            output_height=output_height,
            credits_=credits_,
            credit=credit,
            customer_paths=customer_paths,
        )

        image_result.additional_properties = d
        return image_result

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
