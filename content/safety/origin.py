"""Origin: where somebody comes from, or what papers they have, said of people in a text."""

import re
from typing import Final

from content.safety.plain import gap, plain, words

_FROM: Final = words(
    "africain*|maghrebin*|subsaharien*|senegalais*|malien*|algerien*|marocain*|tunisien*|ivoirien*|guineen*|gambien*|nigerian*|"
    "camerounais*|congolais*|ghaneen*|mauritanien*|soudanais*|somalien*|erythreen*|egyptien*|libyen*|afghan*|pakistanais*|"
    "bangladais*|tchetchene*|georgien*|roumain*|bulgare*|albanais*|kosovar*|serbe*|turc|turcs|turque*|syrien*|irakien*|"
    "iranien*|chinois*|haitien*|antillais*|comorien*|rom|roms|gitan*|tsigane*|arabe*|noirs|noir|african*|senegalese|"
    "malian*|algerian*|moroccan*|tunisian*|ivorian*|guinean*|gambian*|cameroonian*|congolese|ghanaian*|mauritanian*|sudanese|"
    "somali|somalis|eritrean*|egyptian*|libyan*|pakistani|pakistanis|bangladeshi*|chechen*|romanian*|bulgarian*|"
    "albanian*|serb|serbs|syrian*|iraqi|iraqis|iranian*|chinese|haitian*|arab|arabs|black|blacks|roma|gypsy|gypsies|etrangers|foreign"
)
_PERSON: Final = words(
    "homme|hommes|femme|femmes|jeune|jeunes|mineur|mineurs|garcon|garcons|fille|filles|individu|individus|type|types|mec|mecs|gars|"
    "vendeur|vendeurs|vendeuse*|revendeur*|dealer|dealers|dealeur*|trafiquant*|guetteur*|suspect|suspects|suspecte*|consommateur*|"
    "consommatrice*|usager|usagers|toxicomane*|interpelle|interpelles|migrant|migrants|delinquant*|voleur|voleurs|agresseur*|"
    "personne|personnes|population|communaute|reseau|reseaux|gang|gangs|bande|bandes|mafia|man|men|woman|women|youth|youths|minor|"
    "minors|seller|sellers|trafficker*|lookout*|user|users|addict|addicts|thief|thieves|people|person|persons|community|network|"
    "networks|gang|migrant|migrants|individual|individuals"
)
_ORIGIN: Final = re.compile(
    " (?:"
    + "|".join(
        (
            _PERSON + gap(1) + _FROM,
            _FROM + " " + _PERSON,
            words("de nationalite|d origine|de nationalites|d origines|ressortissant|ressortissants|ressortissante|"
                  "originaire|originaires|natif|natifs|nationals of|citizens of|native of|natives of|of") + " "
            + words("|du |de |d |des |la |the ") + _FROM,
            "de nationalite [a-z]{4,20}",
            "d origine (?!controlee|inconnue|criminelle|humaine|accidentelle|electrique|chimique|incertaine)[a-z]{4,20}",
            words("originaire|originaires|ressortissant*|natif|natifs|native|natives") + " " + words("du|de|d|des|from|of")
            + gap(1) + "[a-z]{3,20}",
            words("nationality|origin|ethnicity") + " " + words("of|is|was") + " [a-z]{3,20}",
            words("of|de|aux") + " " + words("north african|west african|african|foreign|maghrebine|africaine|etrangere") + " "
            + words("origin|descent|nationality|origine|background"),
            words("sans papiers|en situation irreguliere|situation irreguliere|clandestin|clandestins|sejour irregulier|undocumented|"
                  "illegal immigrant*|illegal migrant*|illegal alien*|irregular situation|illegally in the country|oqtf|"
                  "obligation de quitter le territoire"),
        )
    )
    + ")(?= )"
)  # fmt: skip


def origin(text: str) -> str:
    """Return the first words that say where people come from or what papers they have, folded; empty where there are none.

    Never in a summary, a filter or a figure, even where it is true (content policy, section 7, rule 9).
    """
    match = _ORIGIN.search(plain(text))
    return match.group().strip() if match else ""
