"""A table that does not fit its model -> problems that say where, what was found, what is allowed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.errors import Problem
from monitor.secret import Secret
from monitor.suggestion import did_you_mean, nearest

LONGEST_FOUND = 60

# what pydantic found wrong -> what is allowed
EXPECTED: Mapping[str, str] = {
    "bool_type": "true or false is expected",
    "dict_type": "a table is expected",
    "float_type": "a number is expected",
    "greater_than_equal": "at least {ge:g} is expected",
    "int_type": "a whole number is expected",
    "less_than_equal": "at most {le:g} is expected",
    "model_type": "a table is expected",
    "path_not_file": "no such file",
    "path_type": "a file path is expected",
    "string_too_long": "at most {max_length} characters are expected",
    "string_too_short": "a text is expected that is not empty",
    "string_type": "a text is expected",
    "too_long": "at most {max_length} are expected",
    "too_short": "at least one is expected",
    "tuple_type": "a list is expected",
}

Model = TypeVar("Model", bound=BaseModel)


def validated(
    model: type[Model], found: object, path: str, problems: list[Problem]
) -> Model | None:
    """Return the table as its model, or None after adding every problem in it."""
    if not isinstance(found, dict):
        problems.append(Problem(path, f"a table is expected, found {show(found)}"))
        return None
    try:
        return model.model_validate(found)
    except ValidationError as error:
        problems += [_problem(detail, path, model) for detail in error.errors()]
        return None


def show(value: object) -> str:
    """Return a found value in few characters, as TOML writes it where Python differs."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= LONGEST_FOUND else text[:LONGEST_FOUND] + "…"


def _problem(detail: ErrorDetails, path: str, model: type[BaseModel]) -> Problem:
    """Say what is wrong, in the words of whoever wrote the file."""
    place = path
    for part in detail["loc"]:
        place += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    table, key = _holder(model, detail["loc"])
    known_keys = [field.alias or name for name, field in table.model_fields.items()]
    found, context = show(detail["input"]), detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            message = "unknown key" + did_you_mean(key, known_keys)
        case "missing":
            message = "required, and not there"
        case "literal_error":
            words = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
            near = nearest(str(detail["input"]), words.split(", "))
            message = f"found {found}; allowed: {words}{near}"
        case kind:
            said = EXPECTED.get(kind, detail["msg"].removeprefix("Value error, "))
            said = said.format_map(context) if kind in EXPECTED else said
            # What stands where a secret should may be a password that someone typed.
            known = (
                key in secret_keys(table)
                or detail["input"] is None
                or f"'{detail['input']}'" in said
            )
            message = said if known else f"{said}, found {found}"
    return Problem(place, message)


def secret_keys(model: type[BaseModel]) -> list[str]:
    """Return the keys of a table whose values are references to secrets."""
    fields = model.model_fields.items()
    return [field.alias or name for name, field in fields if _is_secret(field.annotation)]


def _holder(model: type[BaseModel], place: Iterable[str | int]) -> tuple[type[BaseModel], str]:
    """Return the table that a place lies in, and its key there."""
    key = ""
    for part in place:
        if isinstance(part, str):
            field = model.model_fields.get(key)
            model = next(_models(field.annotation), model) if field else model
            key = part
    return model, key


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _is_secret(annotation: object) -> bool:
    return annotation is Secret or any(_is_secret(part) for part in get_args(annotation))
