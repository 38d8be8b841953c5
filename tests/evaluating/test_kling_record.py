"""The reference record built by hand from the article's own words: it meets its label and yields its findings."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article
from extractor.checking import check_extraction
from extractor.evaluating.fixtures import compare_fixture
from extractor.evaluating.gold import read_fixture
from extractor.evaluating.validate import read_fixture_article
from extractor.records import (
    Company,
    FundingRound,
    Investor,
    Money,
    MoneyForm,
    PartialStatement,
    Quantity,
    Statement,
    Tranche,
    Valuation,
)

FIXTURE = read_fixture(Path(__file__).parents[2] / "fixtures" / "kling")
LEADS = ("CPE", "Guofang Ventures", "BlueFive", "Tencent", "CITIC Securities")
OTHERS = ("Alibaba Cloud", "Baidu", "Huace Film & TV", "Houwei Capital")
BILLION = Decimal(10) ** 9


@pytest.fixture(scope="module")
def article() -> Article:
    return read_fixture_article(FIXTURE)


@pytest.fixture
def kling(article: Article, evidence_at: Callable[..., Any]) -> FundingRound:
    def at(words: str) -> dict[str, Any]:
        return {"text": words, "evidence": (evidence_at(article.text, words),)}

    def dollars(words: str, billions: str) -> MoneyForm:
        return MoneyForm(value=Decimal(billions) * BILLION, currency="USD", **at(words))

    def yuan(words: str, billions: str, qualifier: Any, also: MoneyForm) -> Money:
        return Money(value=Decimal(billions) * BILLION, currency="CNY", qualifier=qualifier, also=(also,), **at(words))

    def investor(name: str, role: Any) -> Investor:
        return Investor(name=name, role=role, evidence=(evidence_at(article.text, name),))

    fund = "Zhongguancun Science City Fund"
    leads = [investor(name, "co_lead") for name in LEADS]
    leads.append(investor(fund, "co_lead").model_copy(update={"also_known_as": ("Guoke Investment",)}))
    first = yuan("RMB 13.8 billion", "13.8", "about", dollars("$2.028 billion", "2.028"))
    second = yuan("RMB 5.2 billion", "5.2", "about", dollars("$767 million", "0.767"))
    return FundingRound(
        round_id="kling",
        company=Company(name="Kling AI", legal_name="Beijing Keling", parent="Kuaishou"),
        instrument="equity",
        amount=Money(value=3 * BILLION, currency="USD", qualifier="under", **at("$3 billion")),
        target_amount=yuan("RMB 20.4471 billion", "20.4471", "exact", dollars("$3 billion", "3")),
        committed_amount=Money(value=Decimal("2.8") * BILLION, currency="USD", qualifier="under", **at("$2.8 billion")),
        tranches=(Tranche(amount=first, investor_count=21), Tranche(amount=second, investor_count=15)),
        date_as_written=PartialStatement(**at("July 2")),
        investors=(*leads, *(investor(name, "participant") for name in OTHERS)),
        investor_count=36,
        valuation=Valuation(value=180 * BILLION, currency="USD", basis="post", **at("$180 billion")),
        stake_percent=Quantity(value=Decimal("16.67"), **at("16.67%")),
        use_of_funds=(Statement(**at("R&D and ecosystem expansion")),),
    )


def test_the_record_meets_its_label(kling: FundingRound, article: Article, as_extraction: Callable[..., Any]) -> None:
    extraction = as_extraction("kling", kling, findings=check_extraction((kling,), (), article))
    assert [str(r) for r in compare_fixture(FIXTURE, extraction) if not r.ok] == []


def test_its_findings(kling: FundingRound, article: Article) -> None:
    stake, count, year = check_extraction((kling,), (), article)
    assert (stake.code, stake.severity, stake.path) == ("valuation.stake_mismatch", "error", "rounds[0].valuation")
    assert stake.message.startswith(
        "3 billion for 16.67 % implies about 18 billion post-money, the article states 180 billion"
    )
    assert (stake.stated, stake.expected) == ("180 billion USD", "about 18 billion USD")
    assert [e.text for e in stake.evidence] == ["$3 billion", "16.67%", "$180 billion"]
    assert (count.code, count.severity, count.stated, count.expected) == (
        "investors.count_mismatch",
        "info",
        "36",
        "10",
    )
    assert (year.code, year.stated) == ("date.year_unresolved", "July 2")
