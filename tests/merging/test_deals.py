"""One deal of many reports: preferred values, contradictions, investors united."""

from __future__ import annotations

from decimal import Decimal

from extractor.evaluating.deal_stories import parse_stories
from extractor.merging.clustering import Decision, cluster
from extractor.merging.comparing import compare
from extractor.merging.deals import Deal, merged, new_deal_id, tell_sum


def deal(*lines: str) -> Deal:
    (story,) = parse_stories("[story]\n" + "\n".join(f"a | {line}" for line in lines))
    (found,) = cluster(story.reports)
    return merged(found, new_deal_id(found.members))


def test_a_rumour_then_a_close_is_one_deal_with_history() -> None:
    found = deal(
        "Quillon | - | 200m USD | 2023-02-01 | in_talks | Rumoured Fund | valuation=2b USD",
        "Quillon AI | series_c | 220m USD | 2023-03-28 | closed | *Ketterby Growth | valuation=2.2b USD",
        "Quillon | series_c | ~220m USD | 2023-03-29 | closed | Ketterby, Aldgate Capital | valuation=2.2b USD",
    )
    assert (found.company, found.status, found.round_type) == ("Quillon", "closed", "series_c")
    assert found.amount is not None
    assert (found.amount.value, found.amount.qualifier) == (Decimal(220_000_000), "exact")
    assert [(each.name, each.role, each.documents) for each in found.investors] == [
        ("Ketterby Growth", "lead", 2),
        ("Aldgate Capital", "participant", 1),
    ]
    assert [each.code for each in found.findings] == ["deal.rumoured_amount"]
    assert (str(found.first_told_on), str(found.last_told_on)) == ("2023-02-01", "2023-03-29")
    amounts = [each for each in found.stated if each.field == "amount"]
    assert [each.value for each in amounts] == ["USD 220000000", "about USD 220000000", "USD 200000000"]
    assert [each.is_preferred for each in amounts] == [True, False, False]


def test_the_company_is_believed_before_others_and_the_conflict_is_told() -> None:
    found = deal(
        "Inkcap | series_b | 40m USD | 2024-01-22 | closed | *Corran Capital |",
        "Inkcap | series_b | 48m USD | 2024-01-22 | closed | *Corran Capital | publisher=Business Wire",
        "Inkcap | growth | 40m USD | 2024-01-25 | closed | *Corran Capital |",
    )
    assert tell_sum(found.amount) == "USD 48000000"
    assert found.round_type == "series_b"
    assert {each.code for each in found.findings} == {"deal.amount", "deal.round_type"}
    (preferred,) = [each for each in found.stated if each.field == "amount" and each.is_preferred]
    assert preferred.reason == "the company's own statement"


def test_what_a_person_decided_holds() -> None:
    (story,) = parse_stories(
        "[story]\na | Larkspur | seed | 4m USD | 2024-05-06 | closed | - |\n"
        "a | Larkspur | seed | 4m USD | 2024-05-06 | closed | - |\n"
        "b | Quillon | seed | 9m USD | 2020-05-06 | closed | - |"
    )
    one, two, three = (each.reference for each in story.reports)
    assert len(cluster(story.reports)) == 2
    assert len(cluster(story.reports, [Decision(one, two, "different")])) == 3
    joined = cluster(story.reports, [Decision(one, three, "same")])
    assert len(joined) == 1
    assert "joined by hand" in {reason for link in joined[0].links for reason in link.reasons}


def test_rounds_of_one_document_are_never_one_deal() -> None:
    (story,) = parse_stories("[story]\na | Larkspur | seed | 4m USD | 2024-05-06 | closed | - |")
    assert compare(story.reports[0], story.reports[0]).bar


def test_every_point_says_why() -> None:
    (story,) = parse_stories(
        "[story]\na | Larkspur | seed | 4m USD | 2024-05-06 | closed | *Pomona |\n"
        "a | Larkspur | seed | 4.1m USD | 2024-05-09 | closed | *Pomona Ventures |"
    )
    likeness = compare(*story.reports)
    assert likeness.score == sum(float(reason.split()[0]) for reason in likeness.reasons)
    assert any("3 days apart" in reason for reason in likeness.reasons)
