"""Evidence: the exact characters of the article that state a value."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator


class Evidence(BaseModel):
    """A slice of the canonical text.

    `start` and `end` count Unicode code points of the article's canonical text, `text` is that slice,
    and `rule` is the stable id of the rule or model that read it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    end: int
    text: str
    rule: str

    @model_validator(mode="after")
    def _spans_its_text(self) -> Evidence:
        if self.start < 0 or self.end - self.start != len(self.text):
            raise ValueError(f"evidence {self.start}:{self.end} does not span {self.text!r}")
        return self
