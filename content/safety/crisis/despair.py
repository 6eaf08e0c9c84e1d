"""Despair: words of somebody who wants to die or to hurt themselves, or who fears it of another."""

import re
from typing import Final

from content.safety.plain import gap, unless, words

_DIE: Final = words(
    "mourir|crever|creve|me tuer|me tue|se tuer|se tue|me faire sauter|se faire sauter|me tirer une balle|"
    "se tirer une balle|"
    "me pendre|se pendre|me suicide*|se suicide*|me buter|se buter|me flinguer|se flinguer|me canner|canner|caner|"
    "clamser|"
    "me foutre en l air|se foutre en l air|me foutre en lair|se foutre en lair|me butter|se butter|me creve*|"
    "en finir|disparaitre pour toujours|disparaitre a jamais|me faire du mal|se faire du mal|se supprimer|"
    "me supprimer|m ouvrir les veines|s ouvrir les veines|me tailler les veines|se tailler les veines|me jeter|"
    "se jeter|"
    "sauter du|sauter d un|sauter par|sauter de l|sauter sous|sauter dans le vide|m immoler|s immoler|me noyer|"
    "se noyer|"
    "me defenestrer|se defenestrer|passer a l acte|rejoindre les morts|partir pour de bon|plus me reveiller|"
    "m endormir pour toujours|tout foutre en l air"
)

_WHO_IS_UP: Final = words("il|elle|il est|elle est|he is|she is|he s|she s|quelqu un|homme|femme|someone|man|woman")

DESPAIR: Final = re.compile(
    " (?:"
    + "|".join(
        (
            # Wanting to die, in French.
            words("veux|vais|va|vas|envie de|envie d|envies de|pense a|penser a|pensais a|songe a|compte|prefere|"
                  "prefererais|"
                  "essaye de|essaie de|voudrais|"
                  "essaye|tente de|tenter de|tente|menace de|pret a|prete a|besoin de|faut|aimerais|dois|doit|"
                  "veux plus que|"
                  "pense qu a|voulu|failli|essayer de|essaye d|tente d|menace d|j y vais|me laisser|laissez moi|"
                  "laisse moi|parle de|parlent de|parlait de|peur qu il|peur qu elle|risque de|"
                  "parle d|demande comment|comment|facon de|moyen de|partir pour")
            + gap(2) + _DIE,
            words("plus|pas|aucune|pu") + gap(1) + words("envie de|gout de|force de|gout a|raison de|la force de|"
                  "le gout de|le courage de")
            + " " + words("vivre|continuer|exister|etre la|la vie|rien|me lever|me battre|rester en vie|"
                  "rester vivant*"),
            words("aucune|plus|pas") + gap(1) + words("raison|raisons|espoir|sens|but") + gap(1)
            + words("a ma vie|dans la vie|dans ma vie|de vivre|a vivre|de continuer|d exister|d espoir|pour moi"),
            words("a quoi bon|raison de|raisons de|sert a rien de|sert plus a rien de|vaut pas la peine de|"
                  "vaut plus la peine de")
            + " " + words("vivre|continuer a vivre|exister|rester en vie|se lever"),
            words("a quoi bon|plus de raison de|pas la force de") + " " + words("continuer|vivre"),
            words("ma vie|la vie|my life|life") + gap(3) + words("sens|interet|vaut rien|meaning|pointless|"
                  "worthless|foutue|finie"),
            words("veux|peux|supporte") + gap(2) + words("vivre comme ca|plus vivre|pas vivre|plus exister|"
                  "pas exister"),
            words("veux plus|peux plus|supporte plus|pas envie de|plus envie de") + gap(2) + words("vivre|exister|"
                  "la vie|cette vie"),
            words("marre|assez|ras le bol|degoute|degoutee|fatigue|fatiguee|lasse|epuise|epuisee") + " "
            + words("de la vie|de vivre|d exister|de cette vie|de ma vie|d etre en vie"),
            "en finir avec " + words("la vie|ma vie|tout|moi|sa vie"),
            words("fin a|terme a") + " " + words("mes jours|mes jour|ses jours|ma vie|sa vie|leurs jours|nos jours"),
            words("sous|under") + " " + words("un|le|la|une|a|the") + " " + words("train|metro|rame|tram|rer|bus|"
                  "camion"),
            words("veux plus|envie de plus|pas envie d|plus envie d") + gap(1) + words("etre la|etre ici|"
                  "me reveiller|exister|etre en vie"),
            words("jamais|plus|pas") + gap(1) + "me reveiller",
            words("retrouvera|retrouverez|trouvera|find me") + gap(1) + words("mort|morte|dead"),
            words("vie|vivre|life|living") + gap(3) + words("vaut plus la peine|vaut pas la peine|vaut plus le coup|"
            "vaut plus rien|worth it|worth living|not worth"),
            words("mieux|serais|soulages|soulage|debarrasse*|tranquille*") + gap(2) + words("mort|morte|sans moi"),
            words("regretterai*|regrettera|manquerai*|pleurera|pleurerait|remarquerai*") + gap(3) + words("mort|"
                  "morte|mourais|meurs|mourir|personne|la"),
            words("personne") + gap(2) + words("regretterai*|regrettera|pleurerait|pleurera"),
            words("manquerai*|manquerais") + gap(1) + "personne",
            words("lettre|mot|message|dernier*|goodbye|farewell|suicide|last") + gap(1) + words("adieu|letter|"
                  "note|adieux"),
            words("adieu|adieux") + " " + words("tout le monde|a tous|les amis|la vie|monde cruel"),
            words("je suis|suis|i m|i am|be|etre") + " " + words("un|une|a|such a|") + gap(0) + words("fardeau|"
                  "poids pour|burden"),
            words("je|j") + gap(2) + words("sers|sert") + gap(1) + "a rien",
            words("idees noires|pensees noires|pensees suicid*|idees suicid*|ouvert les veines|taille les veines|"
                  "coupe les veines|"
                  "couper les veines|ouvrir les veines|tailler les veines|coupe les poignets|mutile|mutiler|mutilent|"
                  "scarifie|scarifier|s est pendu|s est pendue|s est tue|s est tuee|s est fait du mal|"
                  "s est defenestre*|"
                  "s est jete|s est jetee|je me tue|je me bute|me taillade*|se taillade*|s est taillade*|"
                  "s est immole*|"
                  "s est mis le feu|s est ouvert les|fin de ma vie"),
            words("je|j|i|il|elle|ils|mec|mari|copain") + gap(3) + "me tuer",
            words("me|se|te") + " " + words("fais du mal|fait du mal|fait mal expres|fais mal expres|"
                  "blesse expres|brule expres|"
                                            "blesser volontairement|lacere|lacerer|lacere*"),
            words("medicament*|cachet*|comprime*|pill|pills|tablets|medocs|"
                  "somniferes") + gap(4) + words("en finir|mourir|to die|end it"),
            words("je me coupe|je m ouvre|i cut my|slit my|cut my wrists|slit his|slit her|cut her wrists|"
                  "cut his wrists|slit wrists|"
                  "blow my brains|sauter la cervelle|sauter le caisson|balle dans la tete|bullet in my"),
            words("plus la force|plus envie|plus envie de rien|plus gout a rien|plus d espoir|plus aucun espoir|"
                  "plus la force de rien") + "(?= $)",
            words("plus rien|rien|vie|life|everything|nothing") + gap(2) + words("plus de sens|aucun sens|"
                  "plus aucun sens|no sense|no meaning|pas de sens|makes sense"),
            words("want|wants|wish") + " " + words("it|it all|everything|the pain|this|"
                  "all of it") + " to " + words("stop|end|be over"),
            words("nothing|no one|nobody|plus rien|plus personne|rien") + " " + words("to live for|"
                  "left to live for|pour qui vivre|a attendre de la vie|"
            "left for me|ne me retient|me retient"),
            words("thinking|think|thought|thoughts|thoughts of|talking|talks|talked|"
                  "about") + " " + words("about ending|of ending|ending it|ending my|about death|about dying"),
            words("faire|fasse|fait|ferai|ferais") + " une " + words("connerie|betise|grosse connerie|"
                  "grosse betise") + "(?= $| ce soir| a cause| si| j| il| elle| et| irreparable)",
            words("do something|doing something") + " stupid",
            words("m a dit|il a dit|elle a dit|laisse|laissee|trouve|ecrit|left|wrote") + gap(1) + words("adieu|"
                  "une lettre|un mot d adieu|a note|a goodbye"),
            words("une corde|a rope|un noeud coulant|a noose|noose") + "(?= $| et| and| autour| au| around)",
            _WHO_IS_UP + gap(1) + words("sur le toit|on the roof|sur le rebord|sur le pont de l autre cote|"
                  "sur la rambarde"),
            words("je me|j me|me suis|je m|elle se|il se|jme") + " " + words("coupe|coupee|brule|ouvert|ouverte|"
                  "taillade|scarifie|entaille*|griffe jusqu") + "(?= $| avec| les| encore|"
            " tous| au| pour| le bras| la| souvent| la nuit)" + unless("avec la mairie|les cheveux|les ongles|"
            "de tout|du monde"),
            # On the edge of something.
            words("il|elle|quelqu un|homme|femme|mec|type|gars|voisin|voisine|fils|fille|frere|soeur|mari|ami|"
                  "amie|pote|personne|dame|"
                  "gamin|gamine|jeune|je|j")
            + gap(5) + words("va sauter|veux sauter|saute du|saute par|menace de sauter|pret a sauter|vais sauter|"
                  "a saute|"
                             "va se jeter|s est jete|se jette|enjambe|enjambee"),
            words("jump|jumping|jumped|jumps") + " " + words("off|from|out of the|out of a|in front|under|"
                  "into the canal|into the water"),
            words("about to|going to|threatening to|threatens to|ready to|wants to|want to|trying to|threatened to")
            + " jump" + unless("to|the|in|at|on|over|queue|ship"),
            words("on the|sur le") + " " + words("ledge|rebord|parapet"),
            words("bout du rouleau|je craque|n en peux plus|en peux plus|can t do this anymore|can t take it anymore|"
                  "can t go on anymore|can t go on|can t cope anymore|can t take this anymore|give up on life|"
                  "i give up|"
                  "i m done|i am done|want to disappear|wanna disappear|"
                  "veux disparaitre|vais disparaitre|envie de disparaitre|aimerais disparaitre") + "(?= $)",
            words("en peux plus|peux plus continuer|can t go on") + " " + words("de la vie|de vivre|d exister|"
                  "living|like this"),
            # And in English.
            words("kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|shoot|drown|killed|hurts|harms|"
                  "cuts|hanged|burning|"
                  "starve|poison|jump|stab|offing|off")
            + " " + words("myself|himself|herself|themself|themselves|yourself|my self|oneself|me self|him self|"
                  "her self"),
            words("self") + " " + words("harm*|injur*|destruct*|mutilat*"),
            r"(?<![0-9] )(?<!des )(?<!les )(?<!de )kms",
            words("end|ending|take|taking|took|ended|takes|taken") + " " + words("my|his|her|"
                  "their|your") + gap(1) + words("life|pain|suffering|lives"),
            words("end|ending|ended") + " " + words("it all|things|it tonight|it now"),
            words("want to|wants to|going to|ready to|rather|wish i could|wanted to|let me|have to|wish to|"
                  "deserve to|hope i|hoping i|"
                  "plan to|how to|ways to|thinking of|thought of|thoughts of|just|might|will|ll|wish i") + gap(2)
            + words("die|dying|be dead|end it|disappear forever|jump off|jump from|jump in front|not wake up|"
                  "never wake up|not exist|"
                    "don t wake up|not be here|not be alive|sleep forever|stop existing|cease to exist|"
                    "stop living|never been born"),
            words("never|not|don t") + " " + words("wake up|waking up") + gap(1) + words("again|anymore|tomorrow") ,
            words("sleep") + gap(2) + words("never|not|forever") + gap(1) + words("wake|wake up|ever"),
            words("don t|doesn t|no|not|can t|cannot|never|without|lost") + gap(2)
            + words("want to live|wants to live|reason to live|reason to go on|reasons to live|go on living|"
                  "live anymore|live any more|"
                    "live like this|be alive|will to live|point in living|point living|point of living|"
                    "point in going on|"
                    "reason to continue|reason to keep going|hope left|feel like living|see the point|"
                    "keep going anymore|"
                    "want to be here|wants to be here|want to exist"),
            words("want to be here|wants to be here|be here|exist") + " " + words("anymore|any more|any longer"),
            words("wish i was|wish i were|better off|rather be|i should be|i d be|wishes she was|wishes he was|"
                  "wish i wasn t")
            + " " + words("dead|never born|gone|without me|here|alive"),
            words("no one|nobody|noone|anyone|anybody|everyone|world|family|they") + gap(2)
            + words("miss me|care if i|notice if i|better off without me|better without me|be sad if i"),
            words("tired of|sick of|done with|over with|hate|fed up with") + " "
            + words("living|life|being alive|my life|existing|this life"),
            words("what s the point of|no point in|point of|point in") + " " + words("living|life|going on|"
                  "existing|carrying on|it all"),
            words("suicidal|unalive*|kill me|ending my|selfharm*|self harm*"),
            words("i|j|je") + gap(2) + words("a plan to|ai un plan pour|pills ready|rope ready"),
        )
    )
    + ")(?= )"
)  # fmt: skip
