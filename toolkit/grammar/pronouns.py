"""Pronouns: what kind each is, in one place for all that read them."""

from __future__ import annotations

# Of one person, with the gender that they tell.
GENDERS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
PLURALS = {"they", "them", "their", "we", "our", "us"}
THINGS = {"it", "its"}
AUTHORS = {"i", "me", "my"}
INCLUSIVE = {"we", "our", "us"}  # the author, where nobody in the article fits
RELATIVES = {"who", "which", "that", "whom", "whose"}
INDEFINITES = {"someone", "somebody", "one", "another"}
POINTING = {"you", "this", "that", "there"}  # they name nobody that could be told apart
