"""Questions residents ask, in both languages, against the real pack: the command each is for, or none."""

import pytest

from content.pack.manifest import Disambiguation
from content.reference import Reference
from handlers.intent import Intent, intent
from tests.content.paris_pack import ITEMS, PAGES


@pytest.fixture(scope="module")
def reference() -> Reference:
    rules = PAGES["disambiguation"]
    assert isinstance(rules, Disambiguation)
    return Reference(ITEMS.values(), rules)


QUESTIONS = {
    "quoi de neuf à Stalingrad ?": "latest place-stalingrad",
    "quoi de neuf": "latest",
    "what's new at Stalingrad?": "latest place-stalingrad",
    "latest news": "latest",
    "dernières nouvelles du 19e": "latest paris-19",
    "que se passe-t-il porte de la Villette ?": "latest porte-villette",
    "what's going on in the 18th?": "latest paris-18",
    "combien d'arrestations ?": "figures policing",
    "combien d'interpellations en 2020": "figures policing",
    "how many arrests?": "figures policing",
    "combien de places d'hébergement ?": "figures housing",
    "how many users at Forceval": "figures square-forceval",
    "chiffres": "figures",
    "qui est responsable de l'éclairage ?": "contacts eclairage",
    "who is responsible for lighting?": "contacts eclairage",
    "qui appeler pour une seringue par terre ?": "contacts seringue",
    "il y a une seringue devant l'école": "contacts seringue",
    "a needle on the ground": "contacts seringue",
    "j'ai trouvé une seringue dans le square": "contacts seringue",
    "du bruit toute la nuit en bas": "contacts bruit",
    "noise at night who do I call": "contacts bruit",
    "deal dans mon hall": "contacts deal",
    "someone is dealing in my building, who do I call?": "contacts deal",
    "someone unwell in the street": "contacts malaise",
    "c'est quoi un CAARUD ?": "open g-caarud",
    "what is a CSAPA?": "open g-csapa",
    "que veut dire ILS": "open g-ils",
    "c'est quoi la BAC": "open g-bac",
    "définition déférement": "open g-deferement",
    "what does HSA mean": "open g-hsa",
    "c'est quoi le plan crack ?": "open g-plan-crack",
    "où en est la halte soins addictions ?": "summary consumption-room",
    "where do things stand with the consumption room?": "summary consumption-room",
    "que pensent les élus de la salle de consommation ?": "positions consumption-room",
    "qui est contre la salle de consommation ?": "positions consumption-room",
    "what do officials think about the consumption room": "positions consumption-room",
    "chronologie des évacuations": "timeline evacuation",
    "timeline of evacuations": "timeline evacuation",
    "quelles mesures à Stalingrad ?": "measures place-stalingrad",
    "que fait la police ?": "measures policing",
    "what is being done about housing?": "measures housing",
    "mesures logement": "measures housing",
    "où est la place Stalingrad ?": "place place-stalingrad",
    "numéro de la mairie du 19e": "contacts c-mairie-19",
    "les jardins d'Éole": "",
    "évacuation Forceval 2022": "",
    "la décision du tribunal sur Forceval": "",
    "qui est le préfet de police ?": "office prefet-de-police",
    "lampadaire cassé": "contacts eclairage",
    "street light broken": "contacts eclairage",
    "je consomme du crack et je veux de l'aide": "contacts je-consomme",
    "mon fils se drogue que faire": "contacts proche",
    "my son uses crack": "contacts proche",
    "ordures dans la rue": "contacts proprete",
    "sdf qui dort dehors par ce froid": "contacts sans-abri",
    "le mur entre Paris et Pantin": "",
    "crack plan stage 2": "",
    "merci": "help",
    "bonjour": "help",
    "help": "help",
    "où signaler un point de deal": "contacts deal",
    "rapport IGAS": "",
    "comment porter plainte": "contacts plainte",
    "restaurants": "",
    "interdiction de paraître": "",
    "what are the latest figures on arrests": "figures policing",
    "opening hours of the town hall": "contacts mairie",
    # One common word of a need inside a longer question is not enough.
    "couvre feu": "",
    "feu d'artifice 14 juillet": "",
    "vélib en panne": "",
    "light bulb shop": "",
    "places de parking résident": "",
    # A topic and a place are asked about, not reported.
    "éclairage place stalingrad": "",
    "le campement porte de la chapelle": "",
    "où en est l'éclairage à stalingrad": "measures urban-design place-stalingrad",
    # Somebody tells what they stand before, in their own way.
    "quelqu'un va mal dans la rue": "contacts malaise",
    "a man seems ill on the bench": "contacts malaise",
    "les gens crient toute la nuit sous mes fenetres": "contacts bruit",
    "lampadaire en panne rue riquet": "contacts eclairage",
    "clean pipes where": "contacts reduction-des-risques",
    "i'm deaf how do i call the police": "contacts sans-parler",
    "Je suis très inquiète pour ma fille qui consomme du crack depuis un an, vers qui me tourner ?": "contacts proche",
    "bcp de bruit ts les soirs cmt faire": "contacts bruit",
    # A word that is a topic as much as a need is asked back about.
    "éclairage": "which urban-design eclairage",
    "est-ce que la salle va fermer ?": "",
    "les arrêtés contre les regroupements sont-ils en vigueur": "measures public-order-decree",
    "are the orders against gatherings still in force": "measures public-order-decree",
    "mesures en vigueur": "measures in_force",
    "c koi un référé": "open g-refere",
    "qui est le maire du 19": "office maire-du-19e",
    "who is the mayor": "office maire-de-paris maire-du-10e maire-du-18e maire-du-19e",
    "c qui le procureur de paris": "office procureure-de-paris",
    "milice": "contacts attaque-usagers",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_reaches_the_command_it_is_for(reference: Reference, question: str) -> None:
    meant = intent(question, reference)
    assert (f"{meant.command} {meant.args}".strip() if meant else "") == QUESTIONS[question]


@pytest.mark.parametrize("question", ["", "?", "🙂", "x" * 4096, "combien " * 500, "\u202e", "قط"])
def test_strange_questions_are_left_to_the_search_or_the_help(reference: Reference, question: str) -> None:
    assert intent(question, reference) in (None, Intent("figures"), Intent("help"))


def test_capitals_and_accents_make_no_difference(reference: Reference) -> None:
    assert intent("QUOI DE NEUF A STALINGRAD", reference) == intent("quoi de neuf à Stalingrad ?", reference)
