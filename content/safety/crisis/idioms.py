"""Idioms: turns of speech, news and numbers in which nobody is in danger; taken out before looking for danger."""

import re
from typing import Final

from content.safety.plain import gap, unless, words

_OVERDOSE: Final = words("overdose*|surdose*|over dose|suicide|suicides")
_COUNTED: Final = words(
    "combien|nombre|chiffre*|statistique*|stats|taux|pourcentage|courbe|how many|number of|figures|statistics|"
    "rate|rates|"
    "morts par|deces par|deaths by|deaths from|evite|evitee*|evites|averted|prevented|etude|study|studies|rapport|"
    "report"
)
_RULERS: Final = words(
    "maire|mairie|prefet|prefete|prefecture|ville|elus|elu|politiques|gouvernement|ministre|etat|president|"
    "automobilistes|"
    "conducteur*|cycliste*|projet|mesure|decision|c est|etre|serait|mayor|council|government"
)

IDIOMS: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("suicide|suicides")
            + " "
            + words(
                "politique*|economique*|commercia*|electora*|social|budgetaire|squad|de fermer|de laisser|d ouvrir"
            ),
            words("political|career|economic|electoral|commercial|social") + " suicide",
            words("overdose*|surdose*|over dose")
            + " "
            + words("de|d|des|of")
            + " "
            + words(
                "bruit*|travaux|pub|publicite*|reunion*|info|infos|information*|sirene*|klaxon*|chantier*|"
                "voiture*|scooter*|"
                "touriste*|musique|promesse*|news|noise|work|roadworks|ads|meetings|informations|communication|"
                "politique|"
                "normes|taxes|annonces|polemique*|chocolat|sucre|trottinette*|velos|police|patrouille*|camera*|"
                "paperasse"
            ),
            words("mourir|meurs|meurt|mort|morts|morte|creve|crever|pleurer|dying|dead")
            + words(" de| d| of| from")
            + " "
            + words("rire|ennui|honte|trouille|jalousie|fatigue|envie|impatience|laughter|boredom|embarrassment"),
            words("j|je|on") + gap(1) + words("meurs|meurt|creve|mort|morte") + " de " + words("faim|soif|chaud|froid"),
            words("crever")
            + " "
            + words("un|les|des|ses|mes|leurs|leur|le")
            + " "
            + words("pneu*|abces|ecran|ballon*"),
            words("bruit|chaleur|canicule|travail|boulot|job|noise|heat|humidite|attente|ca|traffic|metro")
            + gap(2)
            + words("me tuer|me tue|killing me|kills me"),
            _RULERS + gap(2) + words("inconscient|inconscients|inconsciente|inconscientes"),
            words("inconscient collectif|unconscious bias"),
            words("on|nous|quartier|ville|rue|we|city|residents|riverains|habitants|everyone|everybody|lungs")
            + gap(2)
            + words("respire|respirons|respirent|breathe|breathing")
            + words(" plus| pas| mal| anymore| again| better|"),
            words("can t|cannot|hard to|peut plus|peut pas|arrive plus a|arrive pas a")
            + " "
            + words("breathe|respire")
            + gap(3)
            + words("street|area|neighbourhood|neighborhood|city|quartier|rue|ville|air|smog|pollution|pots"),
            "en finir avec(?! la vie| ma vie| sa vie| tout(?= $)| moi)",
            "vivre "
            + words(
                "ici|dans|a cote|a paris|a stalingrad|au|aux|pres|sous|en face|en paix|tranquille*|ensemble|"
                "avec|normalement|sans"
            ),
            words("live|living") + " " + words("here|there|in|near|next|with|on|under|above"),
            words(
                "projet|plan|quartier|commerce*|marche|rue|ville|dispositif|association*|salle|place|cafe|"
                "libraire|librairie|"
                "moral|economie|dossier|telephone|batterie|phone|battery|project|neighbourhood|business*|shop|"
                "shops|street"
            )
            + gap(2)
            + words(
                "mourir|meurt|meurent|crever|creve|mort|morte|mourant|effondre|agonise|dying|dead|dies|"
                "collapsed|collapsing"
            ),
            _COUNTED + gap(5) + _OVERDOSE,
            _OVERDOSE + gap(3) + _COUNTED,
            words("sauter|saute|jump|jumping|jumps")
            + " "
            + words(
                "une|le|la|sur l occasion|les|de joie|au plafond|aux yeux|to|rope|ship|the|page|queue|class|"
                "castle|un repas|un arret"
            )
            + unless("cervelle|caisson|fenetre|balcon"),
            words("faire|fait") + " sauter " + words("un|le|la|les|une") + unless("cervelle|caisson"),
            words("bleeding|saigne|saignent") + " " + words("money|edge|a blanc|cash|les finances|le budget"),
            words("couteau|poignard*|stab") + gap(1) + words("dans le dos|dans le contrat|in the back|at it"),
            words("couper|coupe|cut|cutting|cuts")
            + " "
            + words(
                "l electricite|le courant|la route|les cheveux|les arbres|costs|budget*|services|the lights|trees|grass"
            ),
            words("choking|chokes|etouffe|etouffer|suffocating")
            + gap(1)
            + words("on paperwork|affaire|scandale|traffic|the city|business|under|sous"),
            "dying to " + words("know|see|hear|meet|read|find|get"),
            words("appel|appels|cri|cris|numero|premiers") + " " + words("au secours|a l aide|secours"),
            words("dead|blind") + " " + words("end|line|tired|slow|silent"),
            words("last|pendant|after|apres|depuis") + " coma",
            words("heart|coeur") + " " + words("of the|du quartier|de la ville|de paris"),
        )
    )
    + ")(?= )"
)
