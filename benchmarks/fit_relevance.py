"""Fit lexicons/relevance_weights.toml on the work part of a labelled corpus; the check quarter is only scored.

usage: python benchmarks/fit_relevance.py GOLD.jsonl [--write]

Logistic regression with ridge penalty and fixed signs (a cue for a round never counts against one), by projected
gradient descent in plain Python floats through numpy, deterministic. Prints 5-fold figures on the work part.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from extractor.article import Article
from extractor.assembling.article_reading import read
from extractor.assembling.relevance import relevance_rules
from extractor.recognizing.recognizer import recognize
from extractor.sources import read_sources
from extractor.sources.documents import article_from_fields

RIDGE = 0.5
# what an editor would say before seeing data; the ridge pulls towards this, not towards zero
# (sources: docs/findings on TRAPS rows)
PRIOR = {
    "relevant.headline_raise@H": 1.3, "relevant.raise_money@H": 0.9, "relevant.type_round@H": 1.8,
    "relevant.funding_round@H": 1.5, "relevant.invests@H": 1.0,
    "relevant.stake@H": 0.8, "relevant.talks@H": 0.8, "relevant.valuation@H": 1.0, "relevant.placement@H": 0.5,
    "relevant.funded@H": 0.5, "company.talks@H": 0.5, "event@H": 1.0, "event@L": 1.0, "event@B": 0.6,
    "topic_raises@L": 0.9, "named_type@L": 0.5, "named_type@B": 0.3, "topic_raises@B": 0.6, "own_event@B": 1.5,
    "irrelevant.notes@H": -1.5, "irrelevant.notes@L": -0.8,
    "company.subject@H": 0.5, "company.invest_in@H": 0.5, "lead@H": 1.0, "amount@H": 0.3,
    "relevant.type_round@L": 1.2, "relevant.funding_round@L": 1.2, "relevant.raise_money@L": 0.7,
    "relevant.invests@L": 0.5, "relevant.stake@L": 0.5, "relevant.talks@L": 0.5,
    "relevant.headline_raise@L": 0.5, "relevant.valuation@L": 0.5, "relevant.funded@L": 0.4,
    "relevant.placement@L": 0.4, "company.subject@L": 0.7, "lead@L": 1.2, "amount@L": 0.2,
    "relevant.type_round@B": 0.4, "relevant.funding_round@B": 0.8, "lead@B": 1.0, "relevant.headline_raise@B": 0.2,
    "relevant.funded@B": 0.4,
    "irrelevant.fund@H": -2.5, "irrelevant.fund@L": -1.5, "irrelevant.acquisition@H": -2.0,
    "irrelevant.acquisition@L": -1.0, "irrelevant.ipo@H": -1.5, "irrelevant.ipo@L": -0.8,
    "irrelevant.earnings@H": -2.5, "irrelevant.earnings@L": -1.0, "irrelevant.charity@H": -1.5,
    "irrelevant.charity@L": -0.8, "irrelevant.contract@H": -2.0, "irrelevant.contract@L": -0.8,
    "irrelevant.statistics@H": -1.0, "irrelevant.statistics@L": -0.5, "irrelevant.listed@H": -0.5,
    "irrelevant.listed@L": -0.5, "firm_company": -1.0,
    "public_company": -1.5, "roundup": 3.0,
    "cohort": 3.5, "relevant.denial@H": 2.0,
    "relevant.denial@L": 1.0, "relevant.stealth@H": 1.2, "relevant.stealth@L": 1.0,
}  # fmt: skip
FOLDS = 5
TARGET = Path(__file__).parent.parent / "extractor" / "lexicons" / "relevance_weights.toml"


def article(document: dict[str, str]) -> Article:
    return article_from_fields(
        id=document["id"], text=document["text"], title=document["title"] or "", published_on=document["published"]
    )


def own_documents(path: Path) -> list[dict[str, Any]]:
    """Labelled documents of our own: a gold JSONL, or a folder of fixtures."""
    if path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines()
        return [{**json.loads(line), "own": True} for line in lines if line.strip()]
    return [_fixture(folder) for folder in sorted(path.iterdir()) if (folder / "expected.json").exists()]


def _fixture(folder: Path) -> dict[str, Any]:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    read = next(a for a in read_sources([str(folder / "article.txt")]) if isinstance(a, Article))
    body = read.text.removeprefix(read.title).strip()
    kind = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["kind"]
    return {
        "id": folder.name,
        "title": read.title,
        "text": body,
        "published": meta["published"],
        "kind": kind,
        "own": True,
    }


def is_check(document: dict[str, str]) -> bool:
    return int(hashlib.sha256(document["id"].encode()).hexdigest()[0], 16) < 4


def signs(names: list[str]) -> np.ndarray:
    against = {rule.id for rule in relevance_rules() if rule.label == "against"} | {
        "firm_company",
        "public_company",
        "senior_notes",
    }
    return np.array([-1.0 if name.split("@")[0] in against else 1.0 for name in names])


def fit(matrix: np.ndarray, truth: np.ndarray, sign: np.ndarray, prior: np.ndarray) -> tuple[np.ndarray, float]:
    weights, bias = prior.copy(), -1.0
    for _ in range(6000):
        error = 1 / (1 + np.exp(-(matrix @ weights + bias))) - truth
        bias -= 0.15 * float(error.mean())
        weights -= 0.15 * (matrix.T @ error + RIDGE * (weights - prior)) / len(truth)
        weights = np.where(weights * sign < 0, 0, weights)
    return weights, bias


def rates(probability: np.ndarray, truth: np.ndarray) -> str:
    found, false_alarms = (np.mean(probability[truth == kind] >= 0.5) for kind in (1, 0))
    return f"found {found:.3f}, false alarms {false_alarms:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold")
    parser.add_argument(
        "--own", nargs="*", default=[], help="further labelled JSONL files, all of them used for fitting"
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the work part's held-out errors")
    options = parser.parse_args()
    documents = [
        json.loads(line) for line in Path(options.gold).read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    own = [d for name in options.own for d in own_documents(Path(name))]
    documents += own
    found = [read(a, recognize(a)).signals for a in map(article, documents)]
    names = sorted(set().union(*found))
    matrix = np.array([[name in s for name in names] for s in found], dtype=float)
    truth = np.array([d["kind"] == "funding" for d in documents], dtype=float)
    work = np.array([d.get("own", False) or not is_check(d) for d in documents])
    sign = signs(names)
    prior = np.array([PRIOR.get(name, 0.0) for name in names])
    rows = np.flatnonzero(work)
    held_out = np.zeros(len(documents))
    order = np.random.default_rng(0).permutation(rows)
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        train = np.setdiff1d(rows, test)
        weights, bias = fit(matrix[train], truth[train], sign, prior)
        held_out[test] = 1 / (1 + np.exp(-(matrix[test] @ weights + bias)))
    print("work, 5-fold:", rates(held_out[rows], truth[rows]))
    weights, bias = fit(matrix[work], truth[work], sign, prior)
    fitted = 1 / (1 + np.exp(-(matrix @ weights + bias)))
    print("work, fitted:", rates(fitted[work], truth[work]))
    print("check:       ", rates(fitted[~work], truth[~work]))
    if options.errors:
        for row in rows:
            if (truth[row] == 1 and held_out[row] < 0.6) or (truth[row] == 0 and held_out[row] > 0.4):
                document = documents[row]
                print(f"{document['kind']:9} {held_out[row]:.2f} {document['id']} | {document['title'][:90]}")
                print("   ", " ".join(sorted(found[row])))
    if options.write:
        lines = [
            "# Fitted by benchmarks/fit_relevance.py on the work part of the labelled corpus; do not edit by hand.",
            "[model]",
            f"bias = {bias:.3f}",
            "",
            "[weights]",
        ]
        lines += [
            f'"{name}" = {weight:.3f}' for name, weight in zip(names, weights, strict=True) if abs(weight) >= 0.02
        ]
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
