import time

import pytest

from content.safety import Reason, screen

REFUSED = {
    Reason.PHONE: """
appelez le 06 12 34 56 78
+33 6 12 34 56 78
0612345678
06.12.34.56.78
06/12/34/56/78
０６１２３４５６７８
0033 6 12345678
01 44 52 29 19
+44 7911 123456
mon numero c'est zéro six 12 34 56 78
""",
    Reason.ONLINE: """
écrivez à jean@example.org
son compte @dealer75
jean (at) free.fr
t.me/bobby
snap: toto75
""",
    Reason.PLATE: """
AB-123-CD
ab-123-cd
AB 123 CD
voiture immatriculée 1234
1234 AB 75
""",
    Reason.DWELLING: """
appartement 12
au 3e étage
troisième étage
digicode 12A34
code de la porte 4589
bâtiment C
il habite au 12 rue Riquet
porte de gauche
lives on the 2nd floor
flat 4
il habite juste en face
voisin du 3e
porte 4 code 1234A
ils dealent là au 12 rue d'aubervilliers
""",
    Reason.ACCUSED: """
M. Dupont vend du crack
Jean Dupont deale
mon voisin deale
karim vend devant l'école
le gardien est complice
Mr Smith sells drugs
my neighbour is a dealer
le grand noir en bas
Ali vend
le type du kebab est un dealer
mohamed du 3eme vend de la drogue
""",
    Reason.LIVE: """
ils sont ici maintenant devant le 12
il y a des dealers en bas
dealers rue Riquet en ce moment
users outside right now
48.8832, 2.3699
https://maps.app.goo.gl/xyz
devant le 12 en ce moment
il vend devant le 15 rue Riquet
en ce moment y a 5 mecs devant le Franprix
""",
}

PASSED = """
La date est fausse : c'était le 3 mai 2021
Le numéro du 39 75 n'est plus bon
Le lien ne marche plus en ce moment
the link is dead
L'article parle du 19e, pas du 18e
le préfet a changé
Emmanuel Grégoire n'est pas maire du 18e
Le chiffre de 444 kg ne concerne pas Paris
the source says 2022, not 2021
La mesure est terminée depuis 2023
L'adresse est 12 rue de la Chapelle
ce n'est pas Stalingrad mais Jaurès
the opening hours changed: 9:00-17:00
traduction fausse : 'dealer' en anglais
0 800 23 13 13 a changé
Il manque la décision de la cour d'appel n° 23PA04055
la porte de la Chapelle est dans le 18e
L'article cite une saisie de drogue, pas de crack
75019 Paris
Le Parisien dit 250 personnes
avenue Jean-Jaurès n'est pas le bon lieu
In 2021 they moved to Forceval, not Villette
le nom cité est faux
c'est le 12 mai pas le 14
12 personnes et non 20
la rue est Riquet
page 3 du rapport
l'article 12
le 3e paragraphe est faux
loi n° 2025-532
M. le maire a dit le contraire
Monsieur Dupont est maire
le chiffre 24459 euros est faux
The arrest was in 2021, not 2020
police say 3 men were arrested
un dealer a été condamné en 2021, pas en 2020
le bâtiment est fermé
la HSA est dans le 10e
Mme Hidalgo n'est plus maire
Gaïa-Paris gère la salle, pas Aurore
4e arrondissement
le hall Pajol
Le tribunal administratif de Paris a annulé
Anne Hidalgo a annoncé un plan contre le trafic
"""


@pytest.mark.parametrize(
    ("reason", "text"), [(reason, line) for reason, text in REFUSED.items() for line in text.strip().splitlines()]
)
def test_what_points_at_a_person_is_refused_with_the_reason(reason: Reason, text: str) -> None:
    assert screen(text) == [reason]


@pytest.mark.parametrize("text", PASSED.strip().splitlines())
def test_reports_on_a_fact_pass(text: str) -> None:
    assert screen(text) == []


def test_every_reason_is_named() -> None:
    text = "M. Dupont deale, 06 12 34 56 78, AB-123-CD, au 3e étage, jean@example.org, ils sont ici maintenant devant le 12"
    assert set(screen(text)) == set(Reason)


def test_public_names_are_no_accusation() -> None:
    text = "Place Louis Blanc : l’article ne parle pas de dealers"
    assert screen(text) == [Reason.ACCUSED]
    assert screen(text, known={"place", "louis", "blanc"}) == []


@pytest.mark.parametrize(
    "piece",
    ["a", "0 ", "06 ", "1", "ici ", "il ici ", "maintenant il ", "+33", "a@", "@", "AB-", "Jean Vend ", "(((0", "habite ", "Aa ",
     "12 34 56 ", "point ", "w.", "-", "🙂", "4.1"],
)  # fmt: skip
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    text = (piece * 4096)[:4096]
    began = time.perf_counter()
    screen(text)
    assert time.perf_counter() - began < 0.5
