"""`@frozen`: a class of named fields that never change, what a frozen dataclass is at a third of its time to import."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from types import MemberDescriptorType
from typing import Any, TypeVar, dataclass_transform, overload

Made = TypeVar("Made", bound=type)


@overload
def frozen(cls: Made, /) -> Made: ...


@overload
def frozen(*, kw_only: bool = False, slots: bool = True) -> Callable[[Made], Made]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field, dataclasses.Field))
def frozen(cls: Any = None, /, *, kw_only: bool = False, slots: bool = True) -> Any:
    """The class as a dataclass whose objects are equal by content, hashable and not to be changed.

    `kw_only`: every field is given by name. `slots`: fields only; without, there is room for cached properties.
    `dataclasses.fields`, `replace` and `asdict` work on it, and so do pickling and copying. Only `__init__` is made
    for each class; the other methods are shared, as writing and compiling them anew for more than a hundred classes
    takes a twentieth of a second at every start.
    """
    if cls is None:
        return lambda named: _made(named, kw_only, slots)
    return _made(cls, kw_only, slots)


def _made(cls: Any, kw_only: bool, slots: bool) -> Any:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
    made.__init__ = _initializer(made)
    made._compared = tuple(field.name for field in dataclasses.fields(made) if field.compare)
    for name, method in _SHARED.items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made


def _initializer(cls: Any) -> Callable[..., None]:
    names: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    parameters, named, lines = ["self"], ["*"], []
    for field in dataclasses.fields(cls):
        parameter = given = field.name
        if field.default is not dataclasses.MISSING:
            names[f"_of_{field.name}"] = field.default
            parameter += f"=_of_{field.name}"
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_of_{field.name}"] = field.default_factory
            parameter += "=_missing"
            given = f"_of_{field.name}() if {field.name} is _missing else {field.name}"
        (named if field.kw_only else parameters).append(parameter)
        slot = vars(cls).get(field.name)
        if isinstance(slot, MemberDescriptorType):  # the slot itself is quicker than a search for it by name
            names[f"_set_{field.name}"] = slot.__set__
            lines.append(f" _set_{field.name}(self, {given})")
        else:
            lines.append(f" _set(self, {field.name!r}, {given})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    parameters += named if len(named) > 1 else []
    # As the standard library does: the text holds nothing but the names of the fields.
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or [" pass"]), names)
    made: Callable[..., None] = names["__init__"]
    made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    made.__annotations__ = {**{field.name: field.type for field in dataclasses.fields(cls)}, "return": None}
    return made


def _content(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value._compared])


def _names(value: Any) -> Iterable[str]:
    names: Iterable[str] = value.__dataclass_fields__
    return names


class _Shared:
    """The methods that all such classes have in common."""

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in _names(self))
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        return _content(self) == _content(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(_content(self))

    def __setattr__(self, name: str, given: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in _names(self)])

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, given in zip(_names(self), state, strict=True):
            object.__setattr__(self, name, given)


_SHARED = {name: method for name, method in vars(_Shared).items() if callable(method)}
