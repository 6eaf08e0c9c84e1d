"""Intake: what arrives from outside is matched, grouped and made ready for a person to decide on."""

from content.intake.canonical import canonical
from content.intake.copying import copied
from content.intake.draft import Draft, named, reliability, Rules, rules, to_article, Wrong
from content.intake.relevance import around, excluded, Found, narrow, relevant, Why
from content.intake.sketch import alike, bands, NEWEST, sketch
from content.intake.story import DAYS, Piece, same_article, same_story, STORY
from content.intake.telling import names, three_sentences

__all__ = [
    "DAYS", "NEWEST", "STORY", "Draft", "Found", "Piece", "Rules", "Why", "Wrong", "alike", "around", "bands", "canonical", "copied",
    "excluded", "named", "names", "narrow", "relevant", "reliability", "rules", "same_article", "same_story", "sketch",
    "three_sentences", "to_article",
]  # fmt: skip
