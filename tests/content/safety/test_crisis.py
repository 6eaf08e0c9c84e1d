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
il a fait une overdose | elle a pris trop de crack elle respire plus | my friend overdosed
il est inconscient | une dame allongée qui ne répond pas | il repond plus qd on lui parle
a guy passed out and won't wake up | je veux plus vivre | je vois plus de raison de continuer | i want to kms
I want to kill myself | jveux me foutre en lair | mon fils s'est ouvert les veines
my daughter is cutting herself | il a avalé toute la boite de médocs | i took all my pills
she took a bunch of pills and isn't waking up | il fait une crise d'épilepsie par terre | his lips are blue
il est tout bleu | il fait un arrêt cardiaque | no pulse | elle veut se suicider
quelqu'un est sur le pont et va sauter | a man is threatening to jump | mon mari dit qu'il veut en finir
i want to end my life | i don't want to be here anymore | tout le monde serait mieux sans moi
personne ne me regretterait si je mourrais | life is not worth living | j'ai envie de crever
jai envi de me suicidé | suicidal thoughts | jpense a me suicider tt les jours | i cut myself again tonight
i'm hurting myself | overdose!!! | aidez moi il meurt | he's dying | je crois qu'il est mort
il respire mal et ne se reveille pas | she fainted after smoking crack
mon copain a trop fumé et il tremble de partout | il vient de s'injecter et il s'est effondré
surdosage opioïdes que faire maintenant | naloxone where now he is not responding
elle vient de tomber dans les pommes | ya un mec par terre y bouge pas | quelqu'un est tombé dans le canal
il saigne beaucoup | il a été poignardé | il s'est pris un coup de couteau
ma fille a mis une seringue dans la bouche | mon fils de 15 ans a tenté de se tuer | he tried to hang himself
il s'est jeté sous le métro | chest pain after smoking crack | je me sens partir j'ai trop pris | jfais une od
il capte plus rien il est ko les yeux retournés | hes unconsious | barely breathing | ell respire pu
il est reumor | i have a plan to kill myself tonight | goodbye letter i'm done
i want to sleep and never wake up | quelqu'un fait une crise cardiaque | he's choking
mon pote a fait un arret respiratoire | il a arrêté de respirer | ma copine ne se réveille pas
elle veut pas se réveiller | il est dans les vapes | il est KO | un gars gît par terre
un homme est allongé il ne bouge plus du tout | il a mangé tous ses cachets
elle a vidé la boîte de somnifères | il s'est shooté et maintenant il répond pas | my mate is od'ing
someone ODed in the stairwell | guy overdosing outside | person down not breathing | man down
he's foaming at the mouth | she is convulsing | il tremble et ses yeux partent | il fait un avc
ya du sang partout | il perd son sang | il y a plein de sang | on lui a planté un couteau
un jeune s'est fait planter | he's been shot | il a reçu une balle | jveu en finir | je vais en finir ce soir
jen ai marre de vivre | je veux plus me reveiller | j'ai plus la force | la vie n'a plus de sens
je me sens inutile je veux mourir | i don't see the point anymore | i just want it to stop
i want it all to end | i want to disappear | nobody would care if i died | i'm going to end things
my daughter tried to end her life | elle a fait une tentative | mon frère a disparu et a laissé une lettre
il m'a dit adieu | il a une corde | il est sur le toit | she's on the roof and wants to jump
il veut se jeter dans le canal | elle s'est jetée dans la seine | quelqu'un est dans le canal
someone fell in the water | my baby swallowed a pill | mon bébé a avalé un truc blanc trouvé par terre
mon chien a avalé du crack | j'ai du mal à respirer | i can't breathe | gasping for air
j'ai le coeur qui va exploser | mon coeur bat trop vite après avoir fumé | il a des convulsions
besoin d'une ambulance | appelez une ambulance | call an ambulance | appelez le samu vite | aidez moi
au secours | help me please | help he is dying | urgence vitale | il a plus de pouls | je sens pas son coeur
il est froid et blanc | il est tout gris | il est gelé il ne bouge plus | mon voisin est mort je crois
y a un mort dans le hall | there is a dead man in the hallway | un sdf est mort de froid
elle est en train de crever | jme suis ouvert les veines | jme suis coupé | je me brule avec des cigarettes
jai envie de me faire du mal | i hate my life and want out | i have nothing to live for
thinking about ending it | g plus envie | marre de la vie | à bout je vais faire une connerie
je vais faire une bêtise | il va faire une connerie | elle menace de se tuer | he says he will kill himself
my son wants to die | on a trouvé quelqu'un pendu
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
fermeture de la salle de shoot | c'est mortel ce quartier | tuer le temps en attendant le métro
dead line des subventions | le quartier se meurt | suicide politique de la mairie
political suicide for the mayor | ça me tue ce bruit | respirer l'air pollué du périphérique
qualité de l'air porte de la chapelle | couper l'électricité dans le square | veine de charbon
sauter une ligne du métro | la station saute un arrêt | batterie morte | dead end street | le feu vert
crise sanitaire | crise du crack | la police ne répond pas au téléphone | personne ne répond au 39 75
city hall isn't responding to my emails | projet inconscient de la ville | le maire est inconscient
chute du nombre d'interpellations | le plan est tombé à l'eau | bleus de la police | ligne bleue
saignée budgétaire | en finir avec le crack | en finir avec le trafic | fin du plan crack
la fin de l'expérimentation | je veux vivre tranquille dans mon quartier | je ne veux plus vivre ici
j'en ai marre du bruit | ras le bol | i can't stand the noise anymore | disparaître les bancs
pourquoi les bancs ont disparu | avaler des couleuvres | pharmacie de nuit stalingrad | pavés et cailloux
mal au dos à force de porter les poubelles | connaissance du quartier | conscience professionnelle
nature morte exposition centquatre | jump to the next page | pendre la crémaillère | hanging gardens
le pont de la rue de l'aqueduc | noyade du projet | la chaleur est étouffante | trop de bruit | too much noise
il prend trop de place | prendre trop de temps | dose de vaccin | overdose de travaux | cut the lights
scène coupée | blue light | c'est quoi la naloxone | salle de consommation et surdoses évitées étude
inserm study injection rooms | combien de morts | comité de suivi | lettre de la préfecture
coup de couteau dans le contrat | le maire de paris est mort en quelle année | les arbres meurent sur la place
la police est débordée | le canal est sale | un chien mort sur le trottoir | un rat mort dans la cour
un pigeon mort | nombre de morts de la rue | collectif les morts de la rue
marche blanche après la mort d'un usager | il est tombé sur un article | le dossier est tombé
le mur est tombé | chute du mur | on est tombé sur une seringue | les riverains sont épuisés
je suis épuisée par le bruit | les habitants n'en peuvent plus | le quartier étouffe
la rue est bloquée par un camion | le bus ne passe plus | la lumière ne marche plus
mon interphone ne répond plus | le site de la mairie ne répond plus | comment aider quelqu'un
aide aux riverains | help residents | secours catholique | premiers secours formation
ambulance bloquée par les travaux | le samu social c'est quoi | combien de fois le samu est intervenu
trop de police | ils ont pris trop de décisions | la mairie en fait trop | elle a pris trop de retard
j'ai trop fumé de cigarettes dans ma vie | prix du tabac | j'ai pris des photos | il a pris la parole
le préfet a pris un arrêté | elle a pris toute la place | on a pris tous les bancs
le maire a avalé son chapeau | les pompiers prennent trop de temps | couteau trouvé par terre
j'ai trouvé un couteau dans le square | la fin de la vie nocturne | vie de quartier | qualité de vie
point de vie | plus de vie dans le quartier | la mort du projet | arrêter tout | arrêter le projet
on veut tout arrêter | bus d'accueil fermé | je craque pour ce quartier | blood donation | don du sang
where to give blood | body cameras police | corps de métier | corps préfectoral | drowned in complaints
noise attack | heart of the neighbourhood | jump over the fence | enfants qui sautent à la corde
aire de jeux toit | sur le toit de la halle | panneaux sur le toit
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
