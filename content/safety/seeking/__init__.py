"""Seeking: whether somebody asks for what the bot never gives: a person, where to buy, how to attack.

Content policy, section 7, rules 2, 6 and 7.
"""

import re
from enum import StrEnum
from typing import Final

from content.safety.plain import plain, words
from content.safety.seeking import dealing, person, violence


class Sought(StrEnum):
    """What is asked for; each has one fixed calm answer, the text ``seeks.<value>``."""

    PERSON = "person"
    """Where somebody is now, who somebody is, where somebody lives."""
    DEALING = "dealing"
    """Where drugs are sold or used now, from whom, for how much."""
    VIOLENCE = "violence"
    """How to attack, chase or take revenge, alone or with others."""


_ASIDE: Final = re.compile(
    " "
    + words(
        "signaler|signale|signalement*|signalent|report|reporting|alerter|alerte|denoncer|prevenir|contacter|contact|"
        "contacts|appeler|que faire|quoi faire|what can i do|what should i do|what do i do|what to do|"
        "who do i call|hebergement|hiver|"
        "appelle|plainte|aide|aider|soin|soins|soigner|help|traitement|police secours|commissariat|sevrage|"
        "arreter de|treatment|"
        "accompagnement|association*|saisie|saisies|saisi|seized|seizure|ont ete|a ete|etaient|etait|evacue*|"
        "evacuation*|deplace*|"
        "passes|partis|alles|deloges|were|moved|cleared|plan|mesure|mesures|chiffre*|combien de points|ouvrir une|"
        "ouverture|"
        "caarud|csapa|prevention|reduction|interpelle*|arrestation*|arrested|condamne*|jugement|proces|"
        "numero d urgence|2018|2019|"
        "2020|2021|2022|2023|2024|2025"
    )
    + "(?= )"
)
"""Words of somebody who reports, asks for help or asks what happened: then the question is one the bot answers."""

_SEIZED: Final = re.compile(
    " " + words("saisie|saisies|saisi|seized|seizure|police|chiffre*|figures|plan crack|mesure*|marche") + "(?= )"
)
"""Words of somebody who asks about the trade and not for its goods."""


def sought(text: str) -> Sought | None:
    """Return what is asked for that the bot never gives, or None; time is linear in the length of the text."""
    said = plain(text)
    # To report or to be helped never excuses violence, a price, a name.
    if violence.ALWAYS.search(said):
        return Sought.VIOLENCE
    if dealing.ALWAYS.search(said) and not _SEIZED.search(said):
        return Sought.DEALING
    if person.ALWAYS.search(said) or person.PLATE.search(text[: person.LONGEST]):
        return Sought.PERSON
    if _ASIDE.search(said):
        return None
    if dealing.UNLESS_HELPED.search(said):
        return Sought.DEALING
    return Sought.PERSON if person.UNLESS_HELPED.search(said) else None
