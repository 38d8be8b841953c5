"""Stated numbers of investors against the names."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.records import Finding, FundingRound


def check_investor_count(round_: FundingRound, path: str) -> Iterator[Finding]:
    """investors.count_mismatch: the article counts other than it names.

    More counted than named is common (news names the famous ones): info. Fewer counted than named means that a
    name was read which does not belong to the round: warning. Silent where nobody is named.
    """
    counted, named = round_.investor_count, len(round_.investors)
    if counted is None or counted == named or named == 0:
        return
    fewer = counted < named
    yield Finding(
        code="investors.count_mismatch",
        severity="warning" if fewer else "info",
        message=f"the article counts {counted} investors and names {named}",
        path=f"{path}.investors",
        stated=str(counted),
        expected=str(named),
        evidence=tuple(dict.fromkeys(e for investor in round_.investors for e in investor.evidence)),
    )
