"""French, as search reads it."""

from typing import Final

from content.fold import words
from content.search.tongues.tongue import Tongue

_STOP: Final = """
a ai ait alors apres as au aucun aucune aussi autour autre autres aux avant avec avez avoir avons ayant bah ben bien bon
c ca car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment d dans de dedans dehors
deja depuis des deux devant donc dont du elle elles en encore entre es est et etaient etait etant ete etes etre eu eux
fait faire faut fois font h hein hui ici il ils j jamais je jusqu jusque l la laquelle le lequel les lesquels leur leurs
lors lorsque lui m ma mais me meme memes mes mettre mieux moi moins mon n ne ni non nos notre nous o on ont or ou par
parce pas peu peut peuvent peux plus plutot pour pourquoi pourtant pres puis puisque qd quand que quel quelle quelles
quels quelqu quelque quelques qui quoi rien s sa sans se ses seulement si sinon sois soit sommes son sont sous souvent
suis sur t ta tandis tant te tes toi ton toujours tous tout toute toutes tres trop tu un une va vais vas vers veut veux
voici voila vont vos votre vous vu vs y aujourd jour lorsqu puisqu presqu aupres parmi selon sera serait seront
"""

_FILLER: Final = (
    "bonjour", "bonsoir", "bjr", "bsr", "slt", "salut", "coucou", "cc", "hello", "allo", "re bonjour", "rebonjour",
    "merci", "merci beaucoup", "merci d avance", "mci", "svp", "stp", "s il vous plait", "s il te plait", "please",
    "cordialement", "bonne journee", "bonne soiree", "desole", "desolee", "excusez moi", "pardon", "madame", "monsieur",
    "est ce que", "est ce qu", "est ce", "esce que", "esque", "eske", "qu est ce que c est", "qu est ce que", "qu est ce qu",
    "qu est ce", "kesako", "c est quoi", "ca veut dire quoi", "que veut dire", "que signifie", "ca veut dire",
    "qui appeler", "qui contacter", "qui prevenir", "qui joindre", "a qui s adresser", "a qui m adresser", "qui peut",
    "a qui je dois", "a qui", "ou trouver", "ou puis je trouver", "ou est ce qu on trouve", "ou trouve t on", "ou se trouve",
    "ou aller", "ou est", "ou sont", "ou signaler", "ou en est", "ou en sont", "ou en est on", "quand est ce que",
    "comment faire", "comment faire pour", "comment on fait", "comment ca se passe", "comment", "pourquoi", "combien de",
    "combien", "que faire", "que faire en cas de", "quoi faire", "je fais quoi", "on fait quoi", "que dois je faire",
    "que se passe t il", "il se passe quoi", "qu est ce qui se passe", "quoi de neuf", "il y a t il", "y a t il", "il y a",
    "y a", "ya", "y aurait il", "existe t il", "je voudrais", "j aimerais", "je souhaite", "je souhaiterais", "je veux",
    "je cherche", "je recherche", "on cherche", "nous cherchons", "je voulais savoir", "je voudrais savoir", "savoir",
    "j ai besoin de", "j ai besoin d", "besoin d", "besoin de", "j ai", "on a", "nous avons", "je me demande",
    "pouvez vous", "pourriez vous", "peux tu", "pourrais tu", "peut on", "puis je", "dites moi", "me dire", "donnez moi",
    "donne moi", "m indiquer", "m aider", "aidez moi", "quelqu un sait", "quelqu un", "qqn", "qqun", "sait on", "savez vous",
    "info", "infos", "informations sur", "des infos sur", "une info sur", "renseignement sur", "renseignements sur", "des nouvelles de",
    "des nouvelles", "au sujet de", "au sujet des", "au sujet du", "a propos de", "a propos des", "a propos du",
    "concernant", "quel est", "quels sont", "quelle est", "quelles sont", "quid de", "quid", "tout sur", "s agit il",
    "numero", "numero de", "numero du", "quel numero", "telephone de", "telephone du", "tel de", "tel du",
    "vous savez", "tu sais", "sais tu", "que sait on", "que sait on sur", "on sait quoi",
    "pk", "pq", "pkoi", "prq", "jsp", "urgent", "encore une fois", "en ce moment", "actuellement", "aujourd hui",
)  # fmt: skip

_SHORT: Final = {
    "st": "saint", "ste": "sainte", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "boul": "boulevard",
    "av": "avenue", "ave": "avenue", "pl": "place", "pte": "porte", "fg": "faubourg", "fbg": "faubourg", "sq": "square",
    "arr": "arrondissement", "arrdt": "arrondissement", "ardt": "arrondissement", "pref": "prefecture",
    "asso": "association", "assos": "association", "assoc": "association", "com": "commissariat", "comico": "commissariat",
    "tel": "telephone", "num": "numero", "nb": "nombre", "dept": "departement", "gvt": "gouvernement", "gouv": "gouvernement",
    "hop": "hopital", "resto": "restaurant", "conso": "consommation", "consos": "consommateurs", "consom": "consommation",
    "evac": "evacuation", "eval": "evaluation", "manif": "manifestation", "periph": "peripherique", "qrt": "quartier",
    "quart": "quartier", "rdv": "rendez vous", "stup": "stupefiants", "stups": "stupefiants", "toxico": "toxicomane",
    "toxicos": "toxicomanes", "ts": "tous", "appart": "appartement", "ptit": "petit", "min": "ministre",
}  # fmt: skip

_SOUNDS: Final = (
    (r"^h|(?<=[^cps])h", ""), (r"ph", "f"), (r"sch|sh|ch", "S"), (r"tion", "sion"), (r"qu|ck|k|q", "K"),
    (r"sc(?=[eiy])|c(?=[eiy])", "s"), (r"c", "K"), (r"ge(?=[ao])|g(?=[eiy])", "j"), (r"gu(?=[eiy])", "g"),
    (r"eaux?|aux?", "o"), (r"ain|ein|yn|ym|im(?=[^aeiouy]|$)|in(?=[^aeiouy]|$)", "1"), (r"[ae][mn](?=[^aeiouymn]|$)", "2"),
    (r"ai|ei|er$|ez$|et$|es$", "e"), (r"oe?u", "u"), (r"eu", "e"), (r"y", "i"), (r"z", "s"), (r"w", "v"),
    (r"([a-zS])\1+", r"\1"), (r"(?<=.)e?[dpstxe]+$", ""), (r"(?<=.)e$", ""),
)  # fmt: skip

_CATEGORIES: Final = {
    "emergency": "urgence urgences secours danger",
    "emergency-social": "urgence sociale sans abri sdf hébergement maraude",
    "health-institution": "santé soins",
    "health-line": "santé écoute téléphone aide drogue addiction",
    "health-place": "santé soins addiction drogue accueil centre",
    "hospital": "hôpital urgences soins",
    "information": "information renseignement",
    "justice": "justice droit tribunal plainte avocat",
    "police-institution": "police préfecture",
    "police-non-urgent": "police signaler tranquillité",
    "police-online": "police signalement plainte en ligne internet",
    "police-station": "police commissariat plainte",
    "town-hall": "mairie arrondissement maire",
    "victims": "victime victimes aide",
    "city": "ville mairie signaler propreté",
    "association": "association collectif riverains",
}

FRENCH: Final = Tongue(
    stemmer="french",
    stop=frozenset(words(_STOP)),
    filler=_FILLER,
    short=_SHORT,
    sounds=_SOUNDS,
    categories=_CATEGORIES,
)
