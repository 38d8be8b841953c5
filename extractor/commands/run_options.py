"""Options of `extractor run` about how it goes about its work; apart from the work, so that `--help` stays quick."""

from __future__ import annotations

import argparse

_SCREENING = "leave out what speaks of no funding round: HTML pages (the default), all articles, or none"


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Options of how a run goes about it."""
    parser.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes to extract with")
    parser.add_argument("--unordered", action="store_true", help="write what is done first, not in the order of input")
    parser.add_argument(
        "--time-limit", type=float, default=120.0, metavar="SECONDS", help="for one document (default: 120; 0: none)"
    )
    screening = parser.add_mutually_exclusive_group()
    screening.add_argument("--screening", choices=("pages", "all", "none"), default="pages", help=_SCREENING)
    screening.add_argument("--no-screening", dest="screening", action="store_const", const="none", help="same as none")
    parser.add_argument("--restart", action="store_true", help="begin anew where an interrupted run could be resumed")


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)
