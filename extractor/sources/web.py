"""Web addresses to pages and articles: what a feed or sitemap lists is fetched in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from extractor.article import Article
from extractor.errors import FetchError, SourceError
from extractor.settings import FetchSettings
from extractor.sources.address_lists import is_list, read_addresses
from extractor.sources.listings import listed_addresses

if TYPE_CHECKING:
    from extractor.fetching.fetcher import Fetcher, Progress
    from extractor.fetching.page import FetchedPage, Listed

_NO_PAGES = ("json", "xml")


class Earlier(Protocol):
    """What an earlier part of a run that goes on has done with pages from the web."""

    def has_address(self, address: str) -> bool:
        """Whether an address, in its canonical form, was dealt with."""

    def has_article(self, article: Article) -> bool:
        """Whether a page with the address or the text of this one was read."""


class _NothingEarlier:
    def has_address(self, address: str) -> bool:
        return False

    def has_article(self, article: Article) -> bool:
        return False


NOTHING_EARLIER: Earlier = _NothingEarlier()


class Web:
    """Fetches pages, from the first one asked on; close it when done.

    `on_wait` is called while nothing comes. `with_texts`: a text that a feed carries stands in for a page that is not
    to be had. `earlier` is what an earlier part of the run has done; it is not asked for again.
    """

    def __init__(
        self,
        settings: FetchSettings,
        on_wait: Callable[[], None] = lambda: None,
        *,
        with_texts: bool = True,
        earlier: Earlier = NOTHING_EARLIER,
    ) -> None:
        self._settings = settings
        self._on_wait = on_wait
        self._with_texts = with_texts
        self.earlier = earlier
        self._fetcher: Fetcher | None = None

    @property
    def progress(self) -> Progress | None:
        """How far it is, None when nothing was asked yet."""
        return self._fetcher.progress if self._fetcher else None

    def pages(self, addresses: Iterable[Listed]) -> Iterator[FetchedPage | SourceError]:
        """A page or an error for every address and for all that a feed or sitemap among them lists."""
        if self._fetcher is None:
            # Imported here: a run over files does not pay for the network.
            from extractor.fetching.fetcher import Fetcher

            self._fetcher = Fetcher(
                self._settings, expand=self._listed, on_wait=self._on_wait, is_done=self.earlier.has_address
            )
        yield from self._fetcher.fetch_all(addresses)

    def close(self) -> None:
        """Cut what is still open."""
        if self._fetcher is not None:
            self._fetcher.close()
            self._fetcher = None

    def _listed(self, page: FetchedPage) -> Sequence[Listed] | None:
        listed = listed_addresses(page.body, origin=page.asked, base=page.url, with_texts=self._with_texts)
        if listed is None and page.media_type == "text/plain" and is_list(page.body[:8192]):
            import io

            return list(read_addresses(io.BytesIO(page.body), origin=page.asked))
        return listed


def article_of(
    page: FetchedPage, *, published: str | None = None, first_look: Callable[[str], None] | None = None
) -> Article:
    """The Article of a fetched page; `published` (ISO) overrides its date, `first_look` is that of `read_html`.

    Raises SourceError, named by the address that was asked, for a page that holds none.
    """
    # Imported here: fetching alone does not pay for the HTML parser.
    from extractor.reading.html import read_html

    is_other = page.media_type.endswith(_NO_PAGES) and "html" not in page.media_type
    if is_other and b"<html" not in page.body[:4096].lower():
        raise FetchError(page.asked, f"{page.media_type} is no page", code="fetching.content_type")
    article = read_html(
        page.readable_body(), origin=page.asked, url=page.url, published=published, first_look=first_look
    )
    return replace(article, redirects=page.redirects)
