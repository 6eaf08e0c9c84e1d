"""Screen: what must not be sent to the operators, because it points at a person; strict, with a reason for each.

Content policy, section 7, rules 1, 2, 5 and 7.
"""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from typing import Final

from phonenumbers import number_type, PhoneNumberMatcher, PhoneNumberType
from phonenumbers.phonenumberutil import NumberParseException

from content.fold import fold, listed
from content.safety.plain import gap, LONGEST, plain, words


class Reason(StrEnum):
    """Why a text is not passed on; each is told by the text ``screen.<value>``."""

    PHONE = "phone"
    ONLINE = "online"
    """An e-mail address or an account name."""
    PLATE = "plate"
    DWELLING = "dwelling"
    """A flat, a floor, a door code, or the address of somebody."""
    ACCUSED = "accused"
    """Somebody one could recognise, with an accusation."""
    LIVE = "live"
    """Where somebody is now."""


_PUBLIC: Final = frozenset(
    (PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.UAN)
)
_DIGITS_SAID: Final = re.compile(" zero (?:six|sept|un|deux|trois|quatre|cinq|huit|neuf)(?: [a-z0-9]{1,14}){3}")
_DIGITS: Final = re.compile(r"(?<!\d)(?:(?:\+|00)33[ .\-/_()]{0,3}0?|0)[1-79](?:[ .\-/_()]{0,3}\d){8}(?!\d)")
_EMAIL: Final = re.compile(
    r"[\w.+\-]{1,64}(?:@| ?\(at\) ?| ?\[at\] ?| arobase )[\w\-]{1,63}(?:\.| ?point ?)[a-z]{2,12}\b", re.I
)
_ACCOUNT: Final = re.compile(
    r"(?<![\w@])@[a-z]\w{3,31}|(?:t\.me|instagram\.com|facebook\.com|snapchat\.com|tiktok\.com)/\S", re.I
)
_ACCOUNT_SAID: Final = re.compile(
    " " + words("snap|snapchat|insta|instagram|tiktok|pseudo") + " (?:est |is |de |c est )?[a-z0-9]{3,30}"
)
_PLATE: Final = (
    re.compile(r"\b[A-HJ-NP-TV-Z]{2}[ .\-]?\d{3}[ .\-]?[A-HJ-NP-TV-Z]{2}\b"),
    re.compile(r"\b[a-hj-np-tv-z]{2}(?P<by>[.\-]?)\d{3}(?P=by)[a-hj-np-tv-z]{2}\b"),
    re.compile(r"\b\d{2,4}[ \-]?(?!RUE|BIS|TER|DES|BD|AV|KG|EUR|LE|LA|DE|DU|ET|OU|EN|PL)[A-Z]{2,3}[ \-]?(?:0[1-9]|"
    r"[1-8]\d|9[0-5]|2[AB])\b"),
)  # fmt: skip
_PLATE_SAID: Final = re.compile(
    " " + words("plaque*|immatricul*|license plate|licence plate|number plate|plate") + gap(3) + "[a-z]{0,3}[0-9]"
)
_POINT: Final = re.compile(r"\b4[1-9][.,]\d{3,}\s{0,3}[,;/ ]\s{0,3}-?\d{1,2}[.,]\d{3,}")
_MAP: Final = re.compile(
    r"maps\.app\.goo\.gl|goo\.gl/maps|google\.[a-z.]{2,6}/maps|osm\.org|openstreetmap\.org|waze\.com|what3words|w3w\.co",
    re.I,
)

_DWELLING: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("appartement|appart|appt|apt|app|flat|apartment|logement|chambre|studio|room|unit") + " "
            + words("n |no |numero |number |") + "[a-z]?[0-9]{1,5}[a-z]?",
            "(?:[0-9]{1,2}(?:e|er|eme|ieme|nd|th|st|rd)?|premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme|"
            "septieme|huitieme|neuvieme|dixieme|dernier|first|third|fourth|fifth|sixth|seventh|eighth|top|ground|last) "
            + words("etage|etages|floor"),
            words("etage|floor|escalier|staircase|batiment|bat|building|hall|palier|interphone|digicode|door code|code porte|"
                  "code d entree|code de la porte|code immeuble|code de l immeuble|entry code|boite aux lettres|sonnette")
            + " " + words("n |no |numero |number |est |is |c est |le |code |") + "(?:[0-9]{1,6}[a-z]?[0-9]{0,4}|[a-h](?= ))",
            words("digicode|door code|entry code|code de la porte|code de l immeuble|code d entree|code porte")
            + gap(2) + "[a-z0-9]{0,3}[0-9]",
            "porte [0-9]{1,4}",
            "code [a-z]?[0-9]{3,6}[a-z]?",
            words("voisin|voisine|voisins|locataire|mec|type|gars|petite|petit|dame|homme|femme|celui|celle|neighbour|neighbor|guy")
            + gap(1) + words("du|au|de|from|on") + " " + words("the |") + "(?:[1-9](?:e|er|eme|nd|rd|th)|rdc|"
            "rez de chaussee|ground floor)",
            words("deale|dealent|vend|vendent|dealer|dealers|sells|dealing|squatte|squattent") + gap(5) + words("au|"
            "a l|at") + " [0-9]{1,4}",
            words("porte|door") + " " + words("de gauche|de droite|gauche|droite|d en face|on the left|on the right|n|"
            "no|numero|number")
            + " ?(?:[0-9]{1,4})?",
            words("habite|habitent|vit|vivent|loge|logent|creche|crechent|reside|resident|lives|live|living|staying|dort|cache|"
                  "se cache|planque|chez lui|chez elle|his address|her address|their address|son adresse|leur adresse|(?<!sans )domicile")
            + gap(4) + "[0-9]{1,4}",
            words("habite|lives|vit|loge|creche") + gap(1) + words("au dessus|en dessous|en face|a cote|juste|above|below|opposite|"
                                                                   "next door|across|upstairs|downstairs"),
        )
    )
    + ")(?= )"
)  # fmt: skip

_BLAME: Final = re.compile(
    " "
    + words(
        "dealer|dealers|dealeur|dealing|dealeuse|deale|deales|dealent|vend|vendent|vendait|revend|trafique|"
        "trafiquant*|voleur*|vole|"
        "volait|volent|agresse|agresseur*|frappe|frapper|tape|tabasse|tire|tireur|viole|violeur|pedophile|toxico*|un came|camee|cames|"
        "se drogue|"
        "est drogue|est un drogue|crackeu*|junkie*|criminel*|complice*|coupable*|corrompu*|escroc*|menace|menacait|"
        "menaces|cambriol*|assassin*|tue|"
        "tuait|nourrice|guetteur*|fume|consomme|prostitue*|proxenete*|squatte*|receleur*|racaille|ordure|fait du trafic|harcele*|"
        "indic|balance|raciste|nazi|fraude*|is dealing|deals|sells|selling|sold|thief|thieves|steals|stole|rapist|rapes|attacked|"
        "attacks|assaulted|hits|shoots|shot|addict*|druggie*|junky|smokes|criminal|guilty|corrupt|crook|scammer|threatens|"
        "threatened|burglar*|murder*|kills|killed|trafficker*|pimp|squatter*|racist|fraudster|bribed|stalker|harass*|dangerous|"
        "dangereux|dangereuse|responsable des tirs|behind the"
    )
    + "(?= )"
)
_SOMEBODY: Final = re.compile(
    " "
    + words(
        "m|mr|mme|mlle|monsieur|madame|mademoiselle|mrs|ms|miss|mister|nomme|nommee|prenomme|prenommee|surnomme|surnommee|"
        "s appelle|appele|appelee|alias|mon voisin|ma voisine|notre voisin|notre voisine|le voisin du|la voisine du|"
        "le voisin de|la voisine de|les voisins du|le fils d*|la fille d*|le gardien*|la gardienne*|le concierge|la concierge|"
        "le patron|la patronne|le gerant|la gerante|l epicier|le pharmacien|la pharmacienne|le boulanger|le locataire|la locataire|"
        "my neighbour|my neighbor|our neighbour|our neighbor|the neighbour|the neighbor|called|named|his name|"
        "her name|the owner of|"
        "the manager of|the caretaker|the tenant|the son of|the daughter of|le mec du|la famille|"
        "le type du|le type de|le gars du|la fille du|la petite du|le petit du|la dame du|l homme du|la femme du|le vendeur du|"
        "le grand|la grande|le petit|la petite|the guy from|the guy at|the man from|the man at|the woman from|the woman at"
    )
    + "(?= )"
)
_LOOKS: Final = re.compile(
    " "
    + words(
        "un|une|le|la|les|des|grand|petit|type|mec|gars|homme|femme|jeune|jeunes|mecs|types|the|a|guy|guys|man|men|tall|young"
    )
    + " "
    + words(
        "noir|noirs|noire|arabe|arabes|africain*|maghrebin*|rom|roms|gitan*|senegalais*|malien*|algerien*|marocain*|tunisien*|"
        "ivoirien*|afghan*|tchetchene*|roumain*|black|blacks|arab|arabs|african|africans|north african*|senegalese|sans papiers"
    )
    + "(?= )"
)
"""Origin in the description of somebody: never, even where it is true (content policy, section 7, rule 9)."""
_CAPITALS: Final = re.compile(r"(?<!\w)([A-ZÀ-ÖØ-Þ][\w’'\-]{1,30})(?= ([A-ZÀ-ÖØ-Þ][\w’'\-]{1,30}))")
FIRST_NAMES: Final = listed(
    "abdel abdou abdoulaye adama adrien ahmed aicha alain alassane albert alexandre alexis ali alice alicia aline amadou amina "
    "aminata andre anne antoine arnaud arthur aurelie aurelien awa aziz bakary benjamin benoit bernard bilal boris boubacar brahim "
    "brice brigitte bruno camille carine carole caroline catherine cecile cedric celine charlotte cheikh chloe christelle "
    "christian christine christophe claire claude clement coralie cyril damien daniel david denis didier djibril dominique edouard "
    "elise elodie emilie emma emmanuel eric estelle etienne fabien fabrice farid fatima fatou fatoumata florence florent florian "
    "franck francois francoise frederic gabriel gaelle georges gerard gilles guillaume gustave habib hakim hamed hamid hamza hassan "
    "helene henri herve hicham hugo hussein ibrahim ibrahima idrissa ines isabelle ismael issa jacques jamal jason jean jeremy "
    "jerome jessica joel jonathan jordan jose joseph julie julien juliette kader kamel karim karima karine kevin khadija khaled "
    "laetitia lamine laura laurence laurent lea leila leo lionel louis luc lucas lucie ludovic malik mamadou manon manuel marc "
    "marcel marie marine marion mathieu mathilde matthieu maxime mehdi melanie michel mickael mohamed mohammed morgane mourad "
    "moussa mustapha myriam nabil nadia nadine nathalie nicolas noemie nora olivier omar oumar ousmane oussama pascal patricia "
    "patrick paul pauline philippe pierre rachid raphael raymond remi renaud richard robert roland romain sabrina said salif "
    "salim samba samir samuel sandra sandrine sarah sebastien sekou serge sidi simon sofiane sonia sophie souleymane stephane "
    "stephanie steve sylvain sylvie tarik thierry thomas tidiane valentin valerie vanessa vincent virginie xavier yacine yann "
    "yannick yasmine yassine younes youssef yves zineb john james michael william peter kate andrew kevin"
)
_CLOSE: Final = 12
"""Words between a name and an accusation that still belong together."""

_PEOPLE: Final = words(
    "dealer*|vendeur*|usager*|toxico*|consommateur*|crackeu*|drogues|drogue|camee*|junkie*|zombie*|guetteur*|"
    "trafiquant*|users|user|"
    "addicts|addict|sellers|seller|il|ils|elle|elles|quelqu un|un mec|des mecs|un type|des types|un homme|une femme|"
    "des gens|des jeunes|"
    "un gars|des gars|mec|mecs|gars|hommes|jeunes|groupe|bande|someone|they|he|she|a man|a woman|people|a guy|guys|"
    "a group|personnes|men|on deale|ca deale|ca vend"
)
_HERE: Final = words(
    "ici|la|devant|en bas|sous|a l angle|au coin|en face|au pied|dans le hall|dans mon hall|au niveau|derriere|a cote|au numero|"
    "au [0-9]{1,4}|du [0-9]{1,4}|le [0-9]{1,4}|sur le banc|sur la place|a l entree|in front|outside|here|right here|at the corner|"
    "downstairs|in the hall|behind|opposite|next to|at number|by the|on the corner|at [0-9]{1,4}|rue|metro|square|station|parc"
)
_NOW: Final = words(
    "maintenant|en ce moment|a l instant|a l instant meme|tout de suite|actuellement|la tout de suite|ce soir|cette nuit|ce matin|"
    "right now|now|currently|at this moment|as we speak|at the moment|tonight|this morning|this evening|just now|en direct|live"
)
_LIVE: Final = re.compile(
    " (?:"
    + "|".join(
        (
            _PEOPLE + gap(8) + _HERE + gap(8) + _NOW,
            _HERE + gap(8) + _PEOPLE + gap(8) + _NOW,
            _NOW + gap(8) + _PEOPLE + gap(8) + _HERE,
            _PEOPLE + gap(8) + _NOW + gap(8) + _HERE,
            _NOW + gap(5) + words("devant|en bas|in front|outside|au|du|at") + gap(2) + "[0-9]{1,4}",
            words("devant|en bas|in front|outside") + gap(3) + "[0-9]{1,4}" + gap(6) + f"(?:{_NOW}|{_PEOPLE})",
            words("ici|here") + " " + _NOW + gap(0) + words("devant|au|in|at|outside"),
            _PEOPLE + gap(6) + words("devant|en bas|in front|outside|en face") + gap(2) + "[0-9]{1,4}",
            words("il y a|there is|there are|je vois|i see|i can see") + gap(3) + _PEOPLE + gap(3)
            + words("ici|devant|en bas|a l angle|au coin|en face|dans mon hall|in front|outside|here|right here|"
            "at the corner|downstairs"),
        )
    )
    + ")(?= )"
)  # fmt: skip


def screen(text: str, known: Collection[str] = ()) -> list[Reason]:
    """Return every reason not to pass the text on, each once; ``known`` are folded words of public names (places, bodies).

    Time is linear in the length of the text.
    """
    return list(pieces(text, known))


def pieces(text: str, known: Collection[str] = ()) -> dict[Reason, str]:
    """Return every reason not to pass the text on, with the first piece that gives it: as typed, or folded."""
    written = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
    said = plain(written)
    found = {
        Reason.PHONE: _phone(written) or _first(said, _DIGITS_SAID),
        Reason.ONLINE: _first(written, _EMAIL, _ACCOUNT) or _first(said, _ACCOUNT_SAID),
        Reason.PLATE: _first(written, *_PLATE) or _first(said, _PLATE_SAID),
        Reason.DWELLING: _first(said, _DWELLING),
        Reason.ACCUSED: _first(said, _LOOKS) or _accusation(written, said, frozenset(known)),
        Reason.LIVE: _first(said, _LIVE) or _first(written, _POINT, _MAP),
    }
    return {reason: piece for reason, piece in found.items() if piece}


def _first(text: str, *patterns: re.Pattern[str]) -> str:
    return next((match.group().strip() for pattern in patterns if (match := pattern.search(text))), "")


def _phone(text: str) -> str:
    if match := _DIGITS.search(text):
        return match.group()
    # Only where there are digits enough; a short look, for the search for numbers is the one slow thing here.
    if sum(character.isdecimal() for character in text) < 8:
        return ""
    try:
        numbers = PhoneNumberMatcher(text, "FR", max_tries=50)
        return next((match.raw_string for match in numbers if number_type(match.number) not in _PUBLIC), "")
    except NumberParseException:
        return ""


def _accusation(written: str, said: str, known: frozenset[str]) -> str:
    """Return the accusation that stands near somebody one could recognise."""
    blames = [(len(said[: match.start()].split()), match.group().strip()) for match in _BLAME.finditer(said)]
    if not blames:
        return ""
    people = [len(said[: match.start()].split()) for match in _SOMEBODY.finditer(said)]
    names = _names(written, known)
    heard = said.split()
    people += [at for at, word in enumerate(heard) if word in names]
    return next((blame for at, blame in blames if any(abs(one - at) <= _CLOSE for one in people)), "")


def _names(written: str, known: frozenset[str]) -> frozenset[str]:
    """Return the folded words that look like somebody's name, those of public names left out."""
    found = {word for word in fold(written).split() if word in FIRST_NAMES}
    for match in _CAPITALS.finditer(written):
        found.update(fold(f"{match[1]} {match[2]}").split())
    return frozenset(word for word in found if word not in known)
