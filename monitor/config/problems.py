"""A table that does not fit its model -> problems that say where, what was found, what is allowed."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.errors import Problem
from monitor.secret import Secret

LONGEST_FOUND = 60

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
        known = {
            field.alias or name: _is_secret(field.annotation)
            for name, field in model.model_fields.items()
        }
        problems += [_problem(detail, path, known) for detail in error.errors()]
        return None


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' for the nearest known word, else what is allowed."""
    words = list(known)
    near = get_close_matches(found, words, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; allowed: {', '.join(words)}" if words else ""


def show(value: object) -> str:
    """Return a found value in few characters."""
    text = repr(value)
    return text if len(text) <= LONGEST_FOUND else text[:LONGEST_FOUND] + "…"


def _is_secret(annotation: object) -> bool:
    return annotation is Secret or any(_is_secret(part) for part in get_args(annotation))


def _problem(detail: ErrorDetails, path: str, known: Mapping[str, bool]) -> Problem:
    """Say what is wrong; ``known`` tells of each key whether it is for a secret."""
    keys = [str(part) for part in detail["loc"]]
    place = ".".join([path, *keys])
    key = keys[0] if keys else ""
    match detail["type"]:
        case "extra_forbidden":
            return Problem(place, "unknown key" + did_you_mean(key, known))
        case "missing":
            return Problem(place, "required, and not there")
        case "literal_error" | "enum":
            allowed = str(detail.get("ctx", {}).get("expected", ""))
            words = [word.strip("'") for word in allowed.replace(" or ", ", ").split(", ")]
            hint = did_you_mean(str(detail["input"]), words)
            hint = hint if "allowed" in hint else f", allowed: {', '.join(words)}{hint}"
            return Problem(place, f"found {show(detail['input'])}{hint}")
        case "too_short":
            return Problem(place, "at least one is expected, found none")
        case "string_pattern_mismatch" if key == "url":
            return Problem(
                place, f"an http or https address is expected, found {show(detail['input'])}"
            )
        case _:
            message = detail["msg"].removeprefix("Value error, ")
            found = show(detail["input"])
            # What stands where a secret should may be a password that someone typed.
            seen = "" if known.get(key) or found in message else f", found {found}"
            return Problem(place, message[:1].lower() + message[1:] + seen)
