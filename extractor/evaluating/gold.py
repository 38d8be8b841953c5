"""Gold: what people say an article states, read from fixture folders or from a .jsonl of labelled documents.

Every cause of a GoldError names the file, and the line where there is one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from extractor.errors import GoldError

Part = Literal["all", "work", "check"]
Forms = tuple[str, ...]

# Keys of a round that every label may hold, and those that only fixtures hold, compared when present.
ROUND_KEYS = frozenset(
    (
        "company",
        "status",
        "round_type",
        "instrument",
        "amount",
        "amount_also",
        "date",
        "leads",
        "others",
        "valuation",
        "total_raised",
        "stake_percent",
    )
)
EXTRA_KEYS = frozenset(
    (
        "legal_name",
        "parent",
        "round_label",
        "modifiers",
        "investor_count",
        "target_amount",
        "committed_amount",
        "tranches",
        "use_of_funds",
        "holding_percent",
        "equity_amount",
        "debt_amount",
        "secondary_amount",
        "advisors",
        "existing",
        "new",
        "date_as_written",
        "aliases",
    )
)


@dataclass(frozen=True, slots=True)
class GoldMoney:
    """A labelled amount in full units. `max` is the high end of a range."""

    value: Decimal | None
    currency: str | None
    qualifier: str | None = None
    max: Decimal | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class GoldRound:
    """A labelled round. A name is a tuple of accepted forms, fullest first; None and () mean not stated."""

    company: Forms
    status: str | None = None
    round_type: str | None = None
    instrument: str | None = None
    amount: GoldMoney | None = None
    amount_also: tuple[GoldMoney, ...] = ()
    date: str | None = None
    leads: tuple[Forms, ...] = ()
    others: tuple[Forms, ...] = ()
    valuation: GoldMoney | None = None
    total_raised: GoldMoney | None = None
    stake_percent: Decimal | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A labelled document: its id, whether it reports a round at all, and the rounds."""

    id: str
    is_funding: bool
    rounds: tuple[GoldRound, ...]

    @property
    def is_check(self) -> bool:
        """Whether the document belongs to the quarter that is scored and never read (sha256 of the id begins 0-3)."""
        return hashlib.sha256(self.id.encode("utf-8")).hexdigest()[0] in "0123"


@dataclass(frozen=True, slots=True)
class Fixture:
    """One fixture folder. `previous_rounds` is None when the label says nothing of them."""

    folder: Path
    source: Path
    document: GoldDocument
    previous_rounds: tuple[Mapping[str, Any], ...] | None
    findings: tuple[str, ...]
    absent_findings: tuple[str, ...]
    url: str | None
    published: str | None
    outlet: str | None

    @property
    def slug(self) -> str:
        """The folder's name, which is also the document's id."""
        return self.folder.name


def read_gold(path: Path, part: Part = "all") -> tuple[GoldDocument, ...]:
    """The labelled documents of a .jsonl file that belong to `part`."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {_cause(error)}") from error
    documents: dict[str, GoldDocument] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        document = parse_document(_json(line, where), where)
        if document.id in documents:
            raise GoldError(f"{where}: id {document.id!r} is given twice")
        documents[document.id] = document
    if not documents:
        raise GoldError(f"{path}: holds no labelled document")
    return tuple(d for d in documents.values() if part == "all" or d.is_check == (part == "check"))


def fixture_folders(path: Path) -> tuple[Path, ...]:
    """`path` itself when it is a fixture, else the fixtures under it by name; GoldError when there is none."""
    if (path / "expected.json").is_file():
        return (path.resolve(),)
    found = tuple(sorted(p.parent for p in path.glob("*/expected.json")))
    if not found:
        raise GoldError(f"{path}: neither a fixture (expected.json) nor a folder of fixtures")
    return found


def read_fixture(folder: Path) -> Fixture:
    """A fixture folder: article.txt or page.html, meta.json, expected.json."""
    source = next((folder / n for n in ("article.txt", "page.html") if (folder / n).is_file()), None)
    if source is None:
        raise GoldError(f"{folder}: holds neither article.txt nor page.html")
    where = str(folder / "expected.json")
    expected = _object(_json(_text(folder / "expected.json"), where), where)
    meta_where = str(folder / "meta.json")
    meta = _object(_json(_text(folder / "meta.json"), meta_where), meta_where)
    unknown = set(expected) - {"kind", "rounds", "previous_rounds", "findings", "absent_findings", "notes"}
    if unknown:
        raise GoldError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    previous = expected.get("previous_rounds")
    return Fixture(
        folder=folder,
        source=source,
        document=_document(folder.name, expected, where),
        previous_rounds=None if previous is None else tuple(_object(p, where) for p in _list(previous, where)),
        findings=tuple(str(c) for c in _list(expected.get("findings"), where)),
        absent_findings=tuple(str(c) for c in _list(expected.get("absent_findings"), where)),
        url=_optional_text(meta, "url", meta_where),
        published=_optional_text(meta, "published", meta_where),
        outlet=_optional_text(meta, "outlet", meta_where),
    )


def parse_document(value: Any, where: str) -> GoldDocument:
    """A labelled document from its JSON value; `where` is named in the error."""
    found = _object(value, where)
    identity = found.get("id")
    if not isinstance(identity, str) or not identity:
        raise GoldError(f"{where}: the document has no id")
    return _document(identity, found, where)


def parse_round(value: Any, where: str) -> GoldRound:
    """A labelled round from its JSON value."""
    found = _object(value, where)
    unknown = set(found) - ROUND_KEYS - EXTRA_KEYS - {"notes"}
    if unknown:
        raise GoldError(f"{where}: unknown key {sorted(unknown)[0]!r} in a round")
    _check_extras(found, where)
    company = parse_forms(found.get("company"), where)
    if not company:
        raise GoldError(f"{where}: a round has no company")
    return GoldRound(
        company=company,
        status=_optional_text(found, "status", where),
        round_type=_optional_text(found, "round_type", where),
        instrument=_optional_text(found, "instrument", where),
        amount=parse_money(found.get("amount"), where),
        amount_also=parse_moneys(found.get("amount_also"), where),
        date=_optional_text(found, "date", where),
        leads=parse_names(found.get("leads"), where),
        others=parse_names(found.get("others"), where),
        valuation=parse_money(found.get("valuation"), where),
        total_raised=parse_money(found.get("total_raised"), where),
        stake_percent=parse_number(found.get("stake_percent"), where),
        extras={key: value for key, value in found.items() if key in EXTRA_KEYS},
    )


def parse_money(value: Any, where: str) -> GoldMoney | None:
    """A labelled amount; None for null."""
    if value is None:
        return None
    found = _object(value, where)
    return GoldMoney(
        value=parse_number(found.get("value"), where),
        currency=_optional_text(found, "currency", where),
        qualifier=_optional_text(found, "qualifier", where),
        max=parse_number(found.get("max"), where),
        basis=_optional_text(found, "basis", where),
    )


def parse_moneys(value: Any, where: str) -> tuple[GoldMoney, ...]:
    """A list of labelled amounts; () for null."""
    return tuple(money for item in _list(value, where) if (money := parse_money(item, where)) is not None)


def parse_number(value: Any, where: str) -> Decimal | None:
    """A JSON number; None for null."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise GoldError(f"{where}: {value!r} is not a number")
    return Decimal(value)


def parse_forms(value: Any, where: str) -> Forms:
    """The accepted forms of one name, given as a text or a list of texts; () for null."""
    items = [value] if isinstance(value, str) else _list(value, where)
    if not all(isinstance(item, str) for item in items):
        raise GoldError(f"{where}: {value!r} is not a name or a list of its forms")
    return tuple(items)


def parse_names(value: Any, where: str) -> tuple[Forms, ...]:
    """A list of names, each a text or a list of forms."""
    return tuple(parse_forms(item, where) for item in _list(value, where))


def _check_extras(found: Mapping[str, Any], where: str) -> None:
    """Raise for a fixture-only value of the wrong form now, while the file is known."""
    for key in ("target_amount", "committed_amount", "equity_amount", "debt_amount", "secondary_amount"):
        parse_money(found.get(key), where)
    for key in ("legal_name", "parent", "round_label", "date_as_written"):
        _optional_text(found, key, where)
    for key in ("advisors", "existing", "new"):
        parse_names(found.get(key), where)
    for key in ("modifiers", "use_of_funds"):
        parse_forms(found.get(key), where)
    for key in ("investor_count", "holding_percent"):
        parse_number(found.get(key), where)
    for tranche in _list(found.get("tranches"), where):
        unknown = set(_object(tranche, where)) - {"amount", "also", "investor_count", "date", "status"}
        if unknown:
            raise GoldError(f"{where}: unknown key {sorted(unknown)[0]!r} in a tranche")
    _object(found.get("aliases", {}), where)


def _document(identity: str, found: Mapping[str, Any], where: str) -> GoldDocument:
    kind = found.get("kind")
    if kind not in ("funding", "negative"):
        raise GoldError(f"{where}: kind is {kind!r}, not funding or negative")
    rounds = tuple(parse_round(r, where) for r in _list(found.get("rounds"), where))
    if bool(rounds) != (kind == "funding"):
        raise GoldError(f"{where}: kind is {kind} and there are {len(rounds)} rounds")
    return GoldDocument(id=identity, is_funding=kind == "funding", rounds=rounds)


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise GoldError(f"{where}: not JSON ({error})") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {_cause(error)}") from error


def _cause(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "not UTF-8"


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise GoldError(f"{where}: {value!r:.60} is not an object")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise GoldError(f"{where}: {value!r:.60} is not a list")
    return value


def _optional_text(found: Mapping[str, Any], key: str, where: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise GoldError(f"{where}: {key} is {value!r:.60}, not text or null")
    return value


def iterate_fixtures(path: Path) -> Iterator[Fixture]:
    """The fixtures at `path`, in order of their names."""
    return (read_fixture(folder) for folder in fixture_folders(path))
