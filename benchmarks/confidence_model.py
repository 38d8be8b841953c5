"""The confidence models: one logistic sum a field, fitted together so that fields with few values lean on the others.

The logit of a value being right is

    bias + field's bias + (shared weight + field's deviation) * article fact + field's weight * own fact
         + seen * (shared + field's deviation) + own * (shared + field's deviation)

with a ridge penalty on every weight. `seen` and `own` are facts of the source and not of the value: whether the rules
were mended on the article, and whether it is one of ours and no real news. An article that a user brings is new: `seen`
is 0 in use. So the distance between mended and first-sight articles is learnt, not hidden. For `own` see IN_USE.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from confidence_rows import Row

FOLDS = 10
# how strongly weights are pulled to 0: the fewer values speak of a weight, the stronger
PENALTY = {"bias": 0.01, "model": 0.3, "shared": 0.3, "deviation": 3.0, "own": 1.3, "source": 0.5, "source_model": 1.0}
FEW = 200.0
# What the facts of the source are taken to be in use. Values of our articles are less often right than those of mended
# news, for two reasons that the data cannot tell apart: ours are harder, and news has been mended for longer. Were it
# all the first, `own` would be 0 in use; were it all the second, 1: then unseen news is like unseen articles of ours.
IN_USE = {"seen": 0.0, "own": 0.5}
_STEPS, _CLOSE = 30, 1e-8


@dataclass(frozen=True, slots=True)
class Column:
    """One weight: the model it belongs to ("" for all), the fact it weighs, and its penalty."""

    model: str
    fact: str
    penalty: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights by column; `slope` and `shift` correct what held-out values show to be too sure or unsure."""

    columns: tuple[Column, ...]
    weights: np.ndarray
    slope: float = 1.0
    shift: float = 0.0

    def logits(self, rows: Sequence[Row], *, in_use: bool = False) -> np.ndarray:
        """The logit of each row; `in_use` as of real articles that no rule has seen."""
        return self.slope * (matrix(rows, self.columns, in_use=in_use) @ self.weights) + self.shift

    def table(self, model: str) -> dict[str, float]:
        """The weights of one model as used: shared ones and deviations summed, facts of the source in the bias."""
        found: dict[str, float] = {"bias": self.shift}
        told = {column.fact for column in self.columns if column.model == model}
        for column, weight in zip(self.columns, self.weights, strict=True):
            if column.model in ("", model) and column.fact in told:
                name = "bias" if column.fact in IN_USE else column.fact
                found[name] = found.get(name, 0.0) + self.slope * float(weight) * IN_USE.get(column.fact, 1.0)
        return found


def columns_of(rows: Sequence[Row]) -> tuple[Column, ...]:
    """All weights that the rows call for, in a fixed order."""
    models = sorted({row.model for row in rows})
    facts = {m: sorted({f for row in rows if row.model == m for f in row.facts}) for m in models}
    shared = sorted({f for names in facts.values() for f in names if f.startswith("article.")})
    columns = [Column("", "bias", PENALTY["bias"])]
    columns += [Column("", fact, PENALTY["shared"]) for fact in shared]
    columns += [Column("", fact, PENALTY["source"]) for fact in ("seen", "own")]
    for model in models:
        # a field with few values has to prove its weights harder
        few = 1.0 + FEW / sum(row.model == model for row in rows)
        columns.append(Column(model, "bias", PENALTY["model"]))
        columns += [Column(model, f, few * PENALTY["deviation" if f in shared else "own"]) for f in facts[model]]
        columns += [Column(model, fact, PENALTY["source_model"]) for fact in ("seen", "own")]
    return tuple(columns)


def matrix(rows: Sequence[Row], columns: Sequence[Column], *, in_use: bool = False) -> np.ndarray:
    """One line a row, one column a weight."""
    place = {(column.model, column.fact): index for index, column in enumerate(columns)}
    found = np.zeros((len(rows), len(columns)))
    for line, row in enumerate(rows):
        of_source = {"seen": float(row.source in ("work", "own")), "own": float(row.source in ("own", "first_sight"))}
        facts = {"bias": 1.0, **row.facts, **(IN_USE if in_use else of_source)}
        for fact, value in facts.items():
            for model in ("", row.model):
                if (model, fact) in place:
                    found[line, place[model, fact]] = value
    return found


def fit(rows: Sequence[Row], columns: Sequence[Column] | None = None) -> Fitted:
    """Ridge logistic regression by Newton's method: a convex problem with one solution."""
    columns = tuple(columns or columns_of(rows))
    design = matrix(rows, columns)
    truth = np.array([row.right for row in rows], dtype=float)
    penalty = np.array([column.penalty for column in columns])
    weights = np.zeros(len(columns))
    for _ in range(_STEPS):
        guess = sigmoid(design @ weights)
        gradient = design.T @ (guess - truth) + penalty * weights
        curvature = (design * (guess * (1 - guess))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < _CLOSE:
            break
    return Fitted(columns, weights)


def fold_of(document: str) -> int:
    """The fold of a document, whatever file it is in and whatever else is there."""
    return int(hashlib.sha256(f"fold {document}".encode()).hexdigest(), 16) % FOLDS


def held_out(rows: Sequence[Row]) -> np.ndarray:
    """The logit of each row by a model that has seen nothing of its document."""
    columns = columns_of(rows)
    folds = np.array([fold_of(row.document) for row in rows])
    logits = np.zeros(len(rows))
    for fold in range(FOLDS):
        test = np.flatnonzero(folds == fold)
        if test.size:
            fitted = fit([row for row, f in zip(rows, folds, strict=True) if f != fold], columns)
            logits[test] = fitted.logits([rows[i] for i in test])
    return logits


def calibrated(rows: Sequence[Row]) -> Fitted:
    """The model of all rows with its logits scaled as held-out logits have to be scaled to hold."""
    logits = held_out(rows)
    truth = np.array([row.right for row in rows], dtype=float)
    slope, shift = 1.0, 0.0
    for _ in range(_STEPS):
        guess = sigmoid(slope * logits + shift)
        design = np.stack([logits, np.ones(len(logits))], axis=1)
        gradient = design.T @ (guess - truth)
        step = np.linalg.solve((design * (guess * (1 - guess))[:, None]).T @ design, gradient)
        slope, shift = slope - step[0], shift - step[1]
    fitted = fit(rows)
    return Fitted(fitted.columns, fitted.weights, float(slope), float(shift))


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Probabilities of logits."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
