"""Reads what a city decided (`cities/NAME/*.toml`) and says what is wrong with it, all of it, line by line.

A file is checked against a model; every problem names the file, the line and the field in one sentence that
the person who edits the file can act on. Nothing here knows what any one file is about.
"""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError, core_schema

from portico.foundation.never import forbidden

if TYPE_CHECKING:
    from portico.foundation.tomllines import Lines

FieldPath = tuple[str | int, ...]
Item = TypeVar("Item")
Model = TypeVar("Model", bound="CityModel")

# TOML arrays arrive as lists; a frozen model keeps them as tuples. Only the outer shape is converted.
Several = Annotated[tuple[Item, ...], Field(strict=False)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
LANGUAGE_CODE = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")
# Every text must be written in these when the city offers them; others may follow.
REQUIRED_LANGUAGES = ("en", "fr")


class CityModel(BaseModel):
    """What a table of a city file may hold: exactly the fields named, in exactly their types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a city file. `line` counts from 1; `field` is a path such as
    `proofs(passport).gives`.
    """

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class CityFileError(Exception):
    """A city file cannot be used; `problems` lists everything that is wrong with it, in order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InLanguage(NamedTuple):
    """A text as a page may show it: the language it is really in, and whether a speaker has checked it."""

    text: str
    language: str
    checked: bool


@dataclass(frozen=True)
class Languages:
    """The languages a city writes in, in its order, and which of them a speaker has checked."""

    codes: tuple[str, ...]
    checked: frozenset[str]

    def required(self) -> tuple[str, ...]:
        """List the languages no text may lack: English and French where offered, else the city's first."""
        return tuple(code for code in REQUIRED_LANGUAGES if code in self.codes) or self.codes[:1]


@dataclass(frozen=True)
class Text:
    """The same text in several languages, as `{ en = "...", fr = "..." }`."""

    strings: Mapping[str, str]
    languages: Languages

    def in_language(self, code: str) -> InLanguage:
        """Give the text in this language, or else in the city's first language that has it, saying which."""
        for candidate in (code, code.split("-")[0], *self.languages.codes):
            if candidate in self.strings:
                return InLanguage(self.strings[candidate], candidate, candidate in self.languages.checked)
        raise LookupError("a text without any language")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        line = core_schema.str_schema(min_length=1, strip_whitespace=True, strict=True)
        strings = core_schema.dict_schema(core_schema.str_schema(), line, strict=True)
        return core_schema.with_info_after_validator_function(cls._checked, strings)

    @classmethod
    def _checked(cls, strings: dict[str, str], info: core_schema.ValidationInfo) -> "Text":
        languages: Languages = (info.context or {})["languages"]
        if not languages.codes:  # city.toml itself could not be read: its own problems say so
            return cls(MappingProxyType(dict(strings)), languages)
        wrong = [_misfit(code, languages) for code in strings if code not in languages.codes]
        lacking = [code for code in languages.required() if code not in strings]
        wrong += [f'the text in {code} is missing: add {code} = "..."' for code in lacking]
        if wrong:
            raise PydanticCustomError("text", "{sentence}", {"sentence": "; ".join(wrong)})
        return cls(MappingProxyType(dict(strings)), languages)


def _misfit(code: str, languages: Languages) -> str:
    if not LANGUAGE_CODE.match(code):
        return f"“{code}” is no language code (write en, fr, ar ...)"
    return f"the language {code} is not one the city offers ({', '.join(languages.codes)}): see city.toml"


@dataclass(frozen=True)
class Source:
    """One file as read: its text, its data, and where each field stands."""

    path: Path
    raw: bytes
    data: dict[str, Any]

    @cached_property
    def lines(self) -> "Lines":
        """Find the lines of all fields; tree-sitter is loaded here, so only when something is wrong."""
        from portico.foundation.tomllines import Lines

        return Lines(self.raw)

    def problem(self, path: FieldPath, message: str) -> Problem:
        """Say what is wrong with one field of this file."""
        return Problem(self.path.name, self.lines.of(path), self._spoken(path), message)

    def _spoken(self, path: FieldPath) -> str:
        """Write a path for people: an element of a list by its id, else by its place counted from 1."""
        words, value = "", _untyped(self.data)
        for part in path:
            value = _step(value, part)
            if isinstance(part, int):
                name = value.get("id") if isinstance(value, dict) else None
                words += f"({name})" if isinstance(name, str) else f"({part + 1})"
            else:
                words += f".{part}" if words else part
        return words


def _untyped(value: object) -> Any:
    """Read TOML data without a promise about its type: it is only walked along."""
    return value


def _step(value: Any, part: str | int) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def read(path: Path) -> Source:
    """Read one TOML file (UTF-8, with or without a byte order mark). Raises CityFileError."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise CityFileError([Problem(path.name, 1, "", "this file is missing")]) from None
    except OSError as error:
        raise CityFileError([Problem(path.name, 1, "", f"this file cannot be read: {error.strerror}")]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CityFileError(
            [Problem(path.name, line, "", "a letter here is not UTF-8; save the file as UTF-8")]
        ) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CityFileError([_syntax(path.name, text, str(error))]) from None
    return Source(path, text.encode(), data)


def _syntax(name: str, text: str, said: str) -> Problem:
    place = re.search(r"\(at line (\d+), column (\d+)\)", said)
    line = int(place[1]) if place else text.rstrip("\n").count("\n") + 1
    what = re.sub(r"\s*\(at [^)]*\)", "", said).strip()
    return Problem(name, line, "", f"this cannot be read as TOML: {what}. Check quotes, commas and brackets here")


Extra = Callable[[Model], Iterable[tuple[FieldPath, str]]]


def check(source: Source, model: type[Model], languages: Languages, extra: Extra[Model] | None = None) -> Model:
    """Check a file's data against its model, then by `extra`, which yields (path, sentence) for what the
    shape alone cannot say. Raises CityFileError with everything found.
    """
    problems = [source.problem(path, FORBIDDEN) for path in _forbidden_names(source.data, ())]
    refused = {problem.field for problem in problems}
    try:
        result = model.model_validate(source.data, context={"languages": languages})
    except ValidationError as error:
        found = [_explained(source, model, d) for d in error.errors(include_url=False) if not _echo(d)]
        problems += [problem for problem in found if problem.field not in refused]
        raise CityFileError(problems) from None
    odd = [source.problem(path, sentence) for path, sentence in (extra(result) if extra else ())]
    problems += [problem for problem in odd if problem.field not in refused]
    if problems:
        raise CityFileError(problems)
    return result


def repeated(table: str, ids: list[str]) -> Iterable[tuple[FieldPath, str]]:
    """Find ids that are used twice in one list of tables."""
    for position, word in enumerate(ids):
        if word in ids[:position]:
            yield (table, position, "id"), f"“{word}” is used twice; every id must be its own"


FORBIDDEN = "no file may ask for or hold anyone's status, citizenship, nationality, birthplace or SIN; take it out"


def _forbidden_names(value: Any, path: FieldPath) -> Iterable[FieldPath]:
    """Walk all keys. Sentences are free to name a citizenship certificate; names of fields are not."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if forbidden(key):
                yield (*path, key)
            yield from _forbidden_names(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            if isinstance(inner, dict | list):
                yield from _forbidden_names(inner, (*path, position))
            elif isinstance(inner, str) and " " not in inner and path and path[-1] in NAME_LISTS and forbidden(inner):
                yield (*path, position)


# Lists whose entries are themselves names of fields about a person.
NAME_LISTS = {"optional_fields", "fields", "address_modes"}

SENTENCES: dict[str, str] = {
    "missing": "is missing; add it to this table",
    "string_type": "must be text in quotation marks",
    "int_type": "must be a whole number without quotation marks",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false, without quotation marks",
    "tuple_type": "must be a list in square brackets [ ]",
    "dict_type": 'must be a table such as {{ en = "...", fr = "..." }}',
    "mapping_type": "must be a table such as {{ a = 1 }}",
    "model_type": "must be a table, not a single value",
    "date_type": "must be a date such as 2026-11-22, without quotation marks",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "greater_than": "must be more than {gt}",
    "string_too_short": "must not be empty",
    "too_short": "must have at least {min_length} entry",
    "string_too_long": "must be {max_length} characters or fewer",
    "string_pattern_mismatch": "is not written as expected ({pattern}); see docs/city-files.md",
    "literal_error": "must be one of {expected}",
}


def _echo(detail: ErrorDetails) -> bool:
    """Say whether a list is called too short only because none of its entries was right."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail.get("ctx", {})["min_length"]


def _explained(source: Source, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    context = detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        return source.problem(path, _unknown_field(model, path))
    sentence = SENTENCES.get(detail["type"])
    message = sentence.format(**context) if sentence else detail["msg"][:1].lower() + detail["msg"][1:]
    return source.problem(path, message.removeprefix("value error, "))


def _unknown_field(model: type[BaseModel], path: FieldPath) -> str:
    known = sorted(_fields_at(model, path[:-1]))
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    if near:
        return f"is not a field of this table; did you mean “{near[0]}”?"
    return f"is not a field of this table, which may have: {', '.join(known)}"


def _fields_at(model: type[BaseModel], path: FieldPath) -> Iterable[str]:
    current: type[BaseModel] = model
    for part in path:
        if isinstance(part, str) and part in current.model_fields:
            current = next(_models_in(current.model_fields[part].annotation), current)
    return current.model_fields


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
