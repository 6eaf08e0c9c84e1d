"""The labelled set: the Paris pack's articles as reports with their places, topics and stories, rewritten, and news from elsewhere."""

import datetime as dt
import random
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from content.dates import PartialDate
from content.intake import around, narrow, Piece
from content.pack.manifest import Disambiguation
from content.records import Article
from content.reference import Reference
from tests.content.paris_pack import every, ITEMS, page

_FIRST_DAY = 738_000
"""A day in 2021, as dates count."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report and what a person said of it."""

    slug: str
    piece: Piece
    story: str
    topics: frozenset[str]
    places: frozenset[str]
    """As labelled; those of the piece are the innermost of them."""


@cache
def reference() -> Reference:
    """Return the pack's places and topics."""
    return Reference(ITEMS.values(), page(Disambiguation, "disambiguation"))


@cache
def labelled(language: str) -> tuple[Labelled, ...]:
    """Return the articles of the pack as reports in a language; an article without a story is one of its own."""
    return tuple(
        Labelled(
            article.slug,
            Piece(
                article.title[language], article.summary[language], language, article.date,
                narrow(article.places, reference()), article.source, article.url, around(article.places, reference()),
            ),
            article.story or article.slug,
            frozenset(article.topics),
            frozenset(article.places),
        )
        for article in every(Article).values()
    )  # fmt: skip


def pairs(reports: tuple[Labelled, ...]) -> list[tuple[Labelled, Labelled, bool]]:
    """Return every pair, and whether it is one event."""
    return [(one, other, one.story == other.story) for one, other in combinations(reports, 2)]


def crowded(reports: tuple[Labelled, ...], seed: int, events: int = 5) -> tuple[Labelled, ...]:
    """Return the reports with the calendar pushed together: ``events`` unrelated events in any five days.

    In the pack years lie between two clearings of one place; here only the words and places tell them apart.
    """
    die = random.Random(seed)
    stories = sorted({one.story for one in reports})
    begins = {story: _FIRST_DAY + die.randrange(max(1, len(stories) * 5 // events)) for story in stories}
    first = {story: min(_day(one) for one in reports if one.story == story) for story in stories}
    return tuple(
        replace(
            one,
            piece=replace(one.piece, date=date(begins[one.story] + min(5, _day(one) - first[one.story]))),
        )
        for one in reports
    )


def rewritten(piece: Piece, share: float, seed: int) -> Piece:
    """Return the report with a share of its words left out, replaced by others' or moved, as another paper's desk would."""
    die = random.Random(f"{seed} {piece.title}")
    pool = _pool(piece.language)

    def edited(text: str) -> str:
        words = text.split()
        for _ in range(round(share * len(words))):
            at = die.randrange(len(words))
            match die.randrange(3):
                case 0:
                    words[at] = die.choice(pool)
                case 1 if len(words) > 3:
                    del words[at]
                case _:
                    words.insert(at, die.choice(pool))
        return " ".join(words)

    return replace(piece, title=edited(piece.title), text=edited(piece.text))


@cache
def _pool(language: str) -> list[str]:
    return sorted({word for one in labelled(language) for word in one.piece.text.split() if word.isalpha()})


def _day(one: Labelled) -> int:
    return one.piece.date.first.toordinal() if one.piece.date else _FIRST_DAY


def date(ordinal: int) -> PartialDate:
    """Return the day of a number of days."""
    return PartialDate(dt.date.fromordinal(ordinal).isoformat())


ELSEWHERE = """
Le PSG s'impose à Nantes | Le club parisien gagne 3-1 au Parc des Princes devant 47 000 spectateurs à Paris.
Stalingrad : une nouvelle biographie du maréchal | L'historien raconte la bataille de Stalingrad et la défaite de 1943 sur la Volga.
Un nouveau café rue de Bretagne | Le patron promet des pâtisseries maison et une terrasse dans le 3e arrondissement de Paris.
Rosa Parks honorée à Montgomery | La militante des droits civiques a été célébrée en Alabama.
Le prix de l'immobilier recule à Paris | Selon les notaires, les prix baissent de 4 % dans la capitale, surtout rive gauche.
Incendie dans un immeuble du 16e arrondissement | Les pompiers ont évacué 30 personnes. Une enquête est ouverte par la police.
Le crack de la Bourse inquiète les marchés | Les analystes redoutent un krach, la Bourse de Paris perd 3 %.
Exposition à la Villette, à Nantes | Un festival de jardin et de lumière au château.
Grève des éboueurs : la préfecture de police réquisitionne | À Paris, les syndicats contestent devant le tribunal.
Manifestation des agriculteurs à Paris | Les tracteurs ont bloqué le périphérique, le ministre de l'Agriculture promet des mesures.
Météo : orages attendus en Île-de-France | Vigilance jaune jusqu'à samedi dans toute la région.
Eole retardée jusqu'à Mantes | Le prolongement du RER E vers l'ouest ouvrira avec un an de retard.
Concert à l'Adidas Arena | Le chanteur se produira devant 8 000 spectateurs samedi soir.
Bordeaux : un point de deal démantelé | La police a interpellé des vendeurs dans le quartier des Aubiers.
75 personnes à la soirée des anciens élèves | La fête a réuni 75 personnes et des policiers à la retraite à Limoges.
104 logements inaugurés à Lyon | Le maire a salué un chantier exemplaire et un éclairage sobre.
Saint-Denis de La Réunion : la mairie augmente ses tarifs | Les habitants de Saint-Denis à La Réunion paieront plus.
Le bac de Royan à l'arrêt | La traversée est suspendue, les usagers sont mécontents.
Le XIXe siècle au musée d'Orsay | Une rétrospective rassemble 120 toiles du XIXe siècle à Paris.
Théâtre de la Colline : la saison dévoilée | Le théâtre de la Colline, à Paris, annonce douze créations.
Le parquet de bois massif revient à la mode | Nos conseils pour poser un parquet dans un petit logement.
Vélos en libre-service à Paris : un bilan | La Ville de Paris publie le bilan du service et vise 25 000 vélos.
Bercy prépare le budget | Le ministère des Finances à Bercy prévoit des économies, selon un rapport de la Cour des comptes.
Jeux de Paris : le rapport de la Cour des comptes | Le coût des Jeux de Paris est revu à la hausse.
Municipales à Paris : les candidats débattent | Les élus s'affrontent sur la politique de la ville et la sécurité avant les élections.
Marseille : la salle de consommation refusée | La ville de Marseille renonce à ouvrir une halte soins addictions.
Lille : des riverains contre une salle | Les habitants du quartier manifestent devant la mairie de Lille.
Nanterre : éclairage public en panne | Les habitants de Nanterre attendent des lampadaires depuis un mois.
Rue de Flandre à Lille, un chantier retardé | Les travaux de la rue de Flandres dureront jusqu'en mars.
Saint-Ouen : marché de Noël | Le marché ouvre samedi sur la place de la mairie.
"""
"""News that must not enter, with the traps of the pack's own words in it."""


def elsewhere() -> list[tuple[str, str]]:
    """Return title and text of each piece of news from elsewhere."""
    return [
        (title.strip(), text.strip()) for line in ELSEWHERE.strip().splitlines() for title, text in [line.split("|")]
    ]
