"""Fit lexicons/surroundings_weights.json, the second opinions, on labelled articles; the check quarter is only scored.

usage: python benchmarks/fit_surroundings.py GOLD.jsonl --own fixtures/news.jsonl [--write]

Logistic regression with a ridge penalty over the features of `assembling.surroundings`, one model for parties, one for
dates and one for totals. Learnt from are all mentions in the lines of rounds that the rules find and labels know,
news twice as much as articles of ours. Prints what each limit would leave out or take: by models that have not seen the
article's set (5 folds), and on the check quarter by those that are written. Needs scikit-learn (`.[fitting]`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import numpy as np
from confidence_rows import labelled
from fit_relevance import article, is_check
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import extractor.assembling.one_round as one_round_module
from extractor.assembling import second_opinions
from extractor.assembling.article_reading import company_forms
from extractor.assembling.grounds import Grounds
from extractor.assembling.rounds import assemble
from extractor.assembling.second_opinions import DATE, ENOUGH, LEAST, LEAST_WEAK, PARTY, TOTAL, Surroundings, least_of
from extractor.assembling.surroundings import Features
from extractor.evaluating.gold import GoldRound, parse_document
from extractor.evaluating.matching import close, pair_rounds, same_name
from extractor.recognizing.recognizer import recognize
from extractor.records import FundingRound

TARGET = Path(__file__).parent.parent / "extractor" / "lexicons" / second_opinions._FILE
MODELS = (PARTY, DATE, TOTAL)
FOLDS = 5
# the strength of the fit: the lower, the nearer to 0 the weights stay
STRENGTH = {PARTY: 0.05, DATE: 0.1, TOTAL: 0.1}
NEWS_COUNTS = 2.0
# a feature must stand in this many mentions; weights nearer to 0 are not written
RARE, SLIGHT = 5, 0.04
LIMITS = {PARTY: (0.1, 0.15, 0.2, 0.25, 0.3), DATE: (0.05, 0.1, 0.2), TOTAL: (0.05, 0.1, 0.2)}
TAKEN = {DATE: (0.5, 0.6, 0.7, 0.8)}


@dataclass(frozen=True, slots=True)
class Row:
    """One mention: the value it stands for, whether the label has that value, and whether the rules took it.

    `weak` is True where weak cues alone did, `cue` the cue's line and rule: what names of one list share.
    """

    model: str
    source: str
    group: str
    round: str
    value: str
    features: Features
    right: bool
    taken: bool
    weak: bool = False
    cue: str = ""


def rows_of(path: Path, source: str) -> Iterator[Row]:
    """The rows of every document with a round; those of the check quarter, if the file holds one, as `check`."""
    for document in labelled(path):
        part = "check" if source == "work" and is_check(document) else source
        identity = str(document["id"])
        group = identity.rpartition("-")[0] if source == "own" else identity
        gold = parse_document(document, identity)
        for number, (label, grounds) in enumerate(rounds_of(document, gold.rounds)):
            yield from rows_of_round(label, grounds, part, group, f"{identity}/{number}")


def rounds_of(document: dict[str, str], gold: Sequence[GoldRound]) -> Iterator[tuple[GoldRound, Grounds]]:
    """Each labelled round with the grounds of the one that the rules alone find."""
    seen: dict[str, Grounds] = {}
    kept = one_round_module.graded

    def note(grounds: Grounds) -> FundingRound:
        seen[grounds.record.round_id] = grounds
        return kept(grounds)

    text = article(document)
    with (
        mock.patch.object(one_round_module, "graded", note),
        mock.patch.object(second_opinions, "_logit", return_value=0.0),
    ):
        found = assemble(text, recognize(text)).rounds
    for label, record in pair_rounds(gold, found)[0]:
        if record is not None and record.round_id in seen:
            yield label, seen[record.round_id]


def rows_of_round(label: GoldRound, grounds: Grounds, source: str, group: str, name: str) -> Iterator[Row]:
    """The mentions of one round's lines."""
    reading, record = grounds.reading, grounds.record
    forms = company_forms(reading, grounds.company)
    around = Surroundings(reading.lines, forms, reading.article.published_on)
    taken = {hit.mention.start: (backer, hit) for backer in grounds.backers for hit in backer.hits}
    backers = (*label.leads, *label.others)
    day = record.announced_on.value if record.announced_on else None
    total = record.total_raised

    def row(model: str, value: str, features: Features, right: bool, chosen: bool) -> Row:
        return Row(model, source, group, name, value, features, right, chosen)

    for party, features in around.parties():
        found = row(PARTY, party.name, features, any(same_name(each, party.name) for each in backers), False)
        if party.start in taken:
            backer, hit = taken[party.start]
            cue = f"{name}/{hit.line.masked.sentence.start}/{hit.rule}"
            weak = least_of(backer) != LEAST[PARTY]
            found = replace(found, value=backer.name, taken=True, weak=weak, cue=cue)
        yield found
    for date, features in around.dates():
        yield row(DATE, date.value or "", features, date.value == label.date, date.value == day)
    for amount, features in around.amounts():
        is_total = any(
            label.total_raised is not None
            and each.currency == label.total_raised.currency
            and close(label.total_raised.value, each.value)
            for each in (amount.primary, *amount.also)
        )
        chosen = total is not None and any(e.start == amount.primary.start for e in total.evidence)
        yield row(TOTAL, str(amount.primary.value), features, is_total, chosen)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model's weights by feature, its bias under ``""``."""

    weights: dict[str, float]

    def probabilities(self, rows: Sequence[Row]) -> list[float]:
        """The probability of each row."""
        totals = (self.weights[""] + sum(self.weights.get(name, 0.0) for name in row.features) for row in rows)
        return [float(1.0 / (1.0 + np.exp(-total))) for total in totals]


def fit(model: str, rows: Sequence[Row]) -> Fitted:
    """One model, its slight weights left out."""
    counts = Counter(name for row in rows for name in row.features)
    names = sorted(name for name, count in counts.items() if count >= RARE)
    columns = {name: column for column, name in enumerate(names)}
    found = [sorted(columns[name] for name in row.features if name in columns) for row in rows]
    ends = np.cumsum([0, *map(len, found)])
    inside = csr_matrix(
        (np.ones(ends[-1]), [column for each in found for column in each], ends), shape=(len(rows), len(names))
    )
    counted = [NEWS_COUNTS if row.source == "work" else 1.0 for row in rows]
    regression = LogisticRegression(C=STRENGTH[model], solver="liblinear", max_iter=500)
    regression.fit(inside, [row.right for row in rows], sample_weight=counted)
    weights = {name: round(float(weight), 3) for name, weight in zip(names, regression.coef_[0], strict=True)}
    told = {name: weight for name, weight in weights.items() if abs(weight) >= SLIGHT}
    return Fitted({"": round(float(regression.intercept_[0]), 3), **told})


def unseen(model: str, rows: Sequence[Row]) -> list[float]:
    """The probability of each row by a model that has seen no article of its set."""
    groups = sorted({row.group for row in rows})
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    found = [0.0] * len(rows)
    for number in range(FOLDS):
        inside = [place for place, row in enumerate(rows) if fold[row.group] == number]
        fitted = fit(model, [row for row in rows if fold[row.group] != number])
        for place, value in zip(inside, fitted.probabilities([rows[i] for i in inside]), strict=True):
            found[place] = value
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """One value of a round: by weak cues only or not, and the best probability of its mentions."""

    round: str
    taken: bool
    right: bool
    weak: bool
    chance: float


def in_lists(rows: Sequence[Row], chances: Sequence[float]) -> list[float]:
    """The probabilities with half the weight of each on the names that one cue put into a list, as in use."""
    logits = [float(np.log(chance / (1.0 - chance))) for chance in chances]
    lists: dict[str, list[float]] = defaultdict(list)
    for row, logit in zip(rows, logits, strict=True):
        lists[row.cue].append(logit)
    both = [
        (logit + float(np.mean(lists[row.cue]))) / 2.0 if row.cue else logit
        for row, logit in zip(rows, logits, strict=True)
    ]
    return [float(1.0 / (1.0 + np.exp(-logit))) for logit in both]


def judged(rows: Sequence[Row], chances: Sequence[float]) -> Iterator[Judged]:
    """Each value of each round."""
    chances = in_lists(rows, chances)
    values: dict[tuple[str, str], list[tuple[Row, float]]] = defaultdict(list)
    for row, chance in zip(rows, chances, strict=True):
        values[row.round, row.value].append((row, chance))
    for (name, _), found in values.items():
        taken = [each for each in found if each[0].taken]
        used = taken or found
        right, weak = (any(row.right for row, _ in used), any(row.weak for row, _ in used))
        yield Judged(name, bool(taken), right, weak, max(chance for _, chance in used))


def report(model: str, rows: Sequence[Row], chances: Sequence[float], which: str) -> Iterator[str]:
    """Lines of the table: wrong and right values that each limit leaves out, or takes where the rules took none."""
    found = list(judged(rows, chances))
    for weak in (False, True) if model == PARTY else (False,):
        kept = [each for each in found if each.taken and each.weak == weak]
        used, cue = (LEAST_WEAK, ", weak cues") if weak else (LEAST[model], "")
        for limit in LIMITS[model]:
            wrong, right = (
                sum(each.right == wanted and each.chance < limit for each in kept) for wanted in (False, True)
            )
            all_wrong, all_right = (sum(each.right == wanted for each in kept) for wanted in (False, True))
            yield (
                f"| {model}{cue} | {which} | left out below {limit}{' (in use)' if limit == used else ''} | "
                f"{wrong} of {all_wrong} | {right} of {all_right} |"
            )
    decided = {each.round for each in found if each.taken}
    best: dict[str, Judged] = {}
    for each in found:
        if each.round not in decided and (each.round not in best or each.chance > best[each.round].chance):
            best[each.round] = each
    for limit in TAKEN.get(model, ()):
        got = Counter(each.right for each in best.values() if each.chance >= limit)
        yield (
            f"| {model} | {which} | taken from {limit} on{' (in use)' if limit == ENOUGH[model] else ''} | "
            f"{got[False]} | {got[True]} |"
        )


def main() -> None:
    """Fit, report and, if asked, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--own", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = [*rows_of(options.gold, "work"), *(row for path in options.own for row in rows_of(path, "own"))]
    models: dict[str, Fitted] = {}
    for model in MODELS:
        own = [row for row in rows if row.model == model and row.source != "check"]
        check = [row for row in rows if row.model == model and row.source == "check"]
        models[model] = fit(model, own)
        print(f"{model}: {len(own)} mentions, {len(models[model].weights)} weights")
        chances = unseen(model, own)
        parts: tuple[tuple[str, Callable[[Row], bool]], ...] = (
            ("ours, unseen set", lambda row: row.source == "own"),
            ("news, unseen article", lambda row: row.source == "work"),
        )
        for which, belongs in parts:
            inside = [place for place, row in enumerate(own) if belongs(row)]
            print(*report(model, [own[i] for i in inside], [chances[i] for i in inside], which), sep="\n")
        print(*report(model, check, models[model].probabilities(check), "check quarter"), sep="\n")
    if options.write:
        tables = {model: dict(sorted(fitted.weights.items())) for model, fitted in models.items()}
        TARGET.write_text(json.dumps(tables, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        print(f"written: {TARGET.name}, {TARGET.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
