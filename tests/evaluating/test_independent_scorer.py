"""The scores agree with the independent scorer, count for count, on disturbed copies of the labelled corpus.

The predictions are the labels themselves with seeded damage: values dropped, changed, invented, rounds lost, doubled
and shuffled. Neither scorer sees an article's text.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluating.gold import read_gold
from extractor.evaluating.scores import FIELDS, score
from extractor.records import Company, DateValue, Extraction, FundingRound, Investor, Money, Quantity

SHARED = Path(__file__).parents[2].parent / "shared"
SCORER = SHARED / "tools" / "score.py"
GOLD = SHARED / "corpus" / "dev.jsonl"

pytestmark = pytest.mark.skipif(
    not (SCORER.is_file() and GOLD.is_file()),
    reason="the independent scorer and the labelled corpus (../shared) are not beside this repository",
)


def damaged(round_: FundingRound, chance: random.Random) -> FundingRound:
    """The round with about a third of its values dropped, changed or invented."""
    changes: dict[str, Any] = {}
    for name in ("amount", "valuation", "total_raised", "stake_percent", "announced_on", "round_type", "instrument"):
        if chance.random() < 0.15:
            changes[name] = None
    if round_.amount is not None and chance.random() < 0.3:
        changes["amount"] = round_.amount.model_copy(
            update={
                "value": round_.amount.value * Decimal(chance.choice(["1", "1.004", "1.02", "10"])),
                "qualifier": chance.choice(["exact", "about", "range"]),
                "currency": chance.choice([round_.amount.currency, "EUR"]),
            }
        )
    if chance.random() < 0.15:
        changes["announced_on"] = DateValue(value="2020-01-01", basis=chance.choice(["stated", "published"]))
    if chance.random() < 0.1:
        changes["stake_percent"] = Quantity(value=Decimal(10), text="10%")
    if chance.random() < 0.1:
        changes["total_raised"] = Money(value=Decimal(7), currency="USD", text="$7")
    if chance.random() < 0.15:
        other = chance.choice(["Borealis", *round_.company.also_known_as])
        changes["company"] = Company(name=other)
    investors = [i for i in round_.investors if chance.random() > 0.2]
    investors += [Investor(name=n) for n in ("Zed Capital", "The Zed Capital, Inc.") if chance.random() < 0.1]
    changes["investors"] = tuple(
        i.model_copy(update={"role": chance.choice(["lead", "co_lead", "participant"])}) if chance.random() < 0.2 else i
        for i in investors
    )
    return round_.model_copy(update=changes)


def predictions(
    as_round: Callable[..., FundingRound], as_extraction: Callable[..., Extraction], seed: int
) -> dict[str, Extraction]:
    chance = random.Random(seed)
    found: dict[str, Extraction] = {}
    spare: list[FundingRound] = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        rounds = [damaged(as_round(r), chance) for r in label["rounds"] if chance.random() > 0.05]
        spare.extend(rounds[:1])
        if spare and chance.random() < 0.15:
            rounds.append(damaged(chance.choice(spare), chance))
        chance.shuffle(rounds)
        if chance.random() > 0.03:
            found[label["id"]] = as_extraction(label["id"], *rounds)
    return found


@pytest.mark.parametrize(("seed", "part"), [(1, "all"), (2, "work"), (3, "check")])
def test_counts_are_the_same(
    tmp_path: Path, as_round: Callable[..., Any], as_extraction: Callable[..., Any], seed: int, part: Any
) -> None:
    predicted = predictions(as_round, as_extraction, seed)
    lines = "".join(extraction.model_dump_json() + "\n" for extraction in predicted.values())
    (tmp_path / "pred.jsonl").write_text(lines, encoding="utf-8")
    command = [sys.executable, str(SCORER), str(GOLD), str(tmp_path / "pred.jsonl"), "--part", part]
    subprocess.run([*command, "--json", str(tmp_path / "out.json")], check=True, capture_output=True, timeout=120)
    independent = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    ours = score(read_gold(GOLD, part), predicted).to_json()
    assert {name: ours[name] for name in FIELDS} == {name: independent[name] for name in FIELDS}
    micro = ours["micro"]
    assert isinstance(micro, dict)
    assert {key: micro[key] for key in ("p", "r", "f1")} == independent["micro"]
    for name in ("documents", "rounds", "missing_predictions", "exact_record", "document_recall", "false_alarm_rate"):
        assert ours[name] == independent[name], name
    assert 0.3 < micro["f1"] < 0.97
