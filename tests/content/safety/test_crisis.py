import time

import pytest

from content.safety import crisis

DISTRESS = """
je veux mourir | jveux mourir | j'ai envie de crever | veu mourrir | je voudrais mourir | plus envie de vivre
je ne veux plus vivre | j'en ai marre de vivre | en finir avec la vie | mettre fin à mes jours | je veux en finir
jpense à me tuer | jvais me foutre en lair | je vais me suicider | suicid | suicde | suiiiicide | S U I C I D E
je serais mieux morte | idées noires | je me scarifie | mon voisin va se jeter par la fenêtre | quelqu’un s’est pendu
numéro prévention du suicide | il respire plus | il ne respire plus | il é tombé il respir pu | j'arrive pas à respirer
un homme inconscient par terre | personne inconsciente rue Riquet | il bouge plus | elle se réveille pas
mon pote ne réagit plus | j'arrive plus à le réveiller | quelqu'un fait un malaise | un mec inanimé | il est dans le coma
il a les lèvres bleues | overdose | overdoz | overdsoe | over dose | surdose | surdoze | il fait une od | il a trop pris
il a avalé une boite de médicaments | sui\u200bcide | suıcide
kill myself | kil myself | i'm going to kill my self | I want to die | i wanna die | dont want to live anymore
end my life | self-harm | he's not breathing | he isnt breathing | I cant breathe | someone passed out in the hall
she won't wake up | someone is unconscious near the metro | he took too many pills | He is ODing
what to do if someone overdoses | tired of living | no reason to live | better off dead
j'en peux plus je vais sauter du pont | je veux me foutre sous un train | j ai envi de mourir
je vais mettre fin a mes jour | aidez moi je veux pas vivre | jvais me pendre | ma soeur s'est ouvert les veines
mon mari a fait une overdose | un homme est étendu et ne respire pas | il est tout bleu et il bouge pas
elle est inconsciente | un gars a fait un arrêt | quelqu'un est tombé et il ne répond plus
un usager est au sol inconscient | he overdosed | my friend is overdosing what do i do | she's unresponsive
he stopped breathing | someone is lying on the ground not moving | I don't want to be here anymore
i want to kill myself | thinking about suicide | i'm gonna jump off the bridge
je vais me faire sauter la cervelle | je veux plus être là | il a pris trop de crack
trop de méthadone il dort et ronfle bizarre | je me coupe | envie de me foutre en l'air | je veu me tué
jveu crevé | g envi de mourir | je vé me tué | on me retrouvera mort | la vie ne vaut plus la peine
personne au sol qui convulse | il fait une crise d'épilepsie | j'ai pris des médicaments pour en finir | sucide
suisside | overdoose | he od'd | narcan someone is dying | il est en train de mourir
quelqu'un est en train de mourir | a man is dying | il meurt | je suis en train de faire une od
"""

CALM = """
ce quartier se meurt | suicide politique du maire | c'est un suicide électoral | political suicide | overdose de bruit
surdose de travaux | overdose de sirènes la nuit | mort de rire | la mairie ne réagit pas | le dossier ne bouge plus
on ne respire plus dans ce quartier | les riverains respirent mieux | il faut être inconscient de rouler si vite
crever les pneus | je veux courir au parc | je vais suivre ce dossier | personne ne répond au téléphone de la mairie
le plan crack est mort | fin de la halte soins addictions | mourir d'ennui | tuer le temps | la vie de quartier
quelqu'un va mal | someone unwell | personne en détresse dans la rue | quoi de neuf à Stalingrad | combien d'arrestations
seringue par terre | bruit la nuit | latest news | noise at night | who is responsible for lighting | naloxone c'est quoi
soins pour addiction | la salle va disparaître | surdoué | he's dying to know | street light not responding to complaints
la police ne bouge pas | les associations ne veulent plus financer | évacuation du tunnel Rosa-Parks | où sont les poubelles
la mort d'un usager place Stalingrad | combien de morts par overdose en 2020 | mesures contre le bruit
le maire veut en finir avec le crack | la ville veut mettre fin au plan | je veux vivre tranquille
je vais porter plainte | le projet va mourir | il veut tuer le projet de salle | mourir pour Stalingrad
la préfecture va disparaître | il parle plus que les autres | killing time | the plan is dead | dead end street
nothing moves in this neighbourhood | le marché est mort | mort d'un homme rue Riquet | un homme tué par balle
personne ne bouge | the city is not responding | nobody is responding at the town hall
"""


def listed(text: str) -> list[str]:
    return [each.strip() for line in text.strip().splitlines() for each in line.split("|")]


@pytest.mark.parametrize("text", listed(DISTRESS))
def test_words_of_distress_are_heard(text: str) -> None:
    assert crisis(text)


@pytest.mark.parametrize("text", listed(DISTRESS)[:20])
def test_distress_is_heard_in_the_middle_of_other_words_and_in_capitals(text: str) -> None:
    assert crisis(f"Bonjour, 🙂 voilà : {text.upper()} !!! merci")


@pytest.mark.parametrize("text", listed(CALM))
def test_turns_of_speech_are_no_distress(text: str) -> None:
    assert not crisis(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "je veux ",
        "il elle ",
        "respire ",
        "tente de menace de ",
        "suicid",
        "🙂",
        "\u0301",
        "ﷺ",
        "veux va ",
        " ",
    ],
)
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    text = (piece * 4096)[:4096]
    began = time.perf_counter()
    crisis(text)
    assert time.perf_counter() - began < 0.5
