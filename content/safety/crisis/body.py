"""Body: words that tell of an overdose, or of somebody who does not breathe, does not wake, bleeds or drowns."""

import re
from typing import Final

from content.safety.plain import gap, unless, words

_ONE: Final = words(
    "il|elle|ils|homme|femme|quelqu un|personne|mec|gars|type|dame|monsieur|gamin|gamine|enfant|bebe|ami|amie|"
    "pote|copain|"
    "copine|voisin|voisine|mari|fils|fille|frere|soeur|mere|pere|sdf|usager|consommateur|clochard*|toxico*|he|she|"
    "they|man|woman|guy|"
    "someone|somebody|person|friend|neighbour|neighbor|kid|child|baby|brother|sister|son|daughter|mum|mom|dad|boy|"
    "girl|user|"
    "individu|passant|vieux|vieille|jeune|meuf|reuf|reum|reume|daron|daronne|cousin|cousine|collegue|patient|"
    "junkie*|addict|"
    "homeless|lady|husband|wife|mate|tox|crackeu*|ado|adolescent*|y|on"
)
_PILLS: Final = words(
    "pill|pills|tablet|tablets|med|meds|medication|medicine|medicines|paracetamol|doliprane|xanax|valium|"
    "ibuprofen|aspirin|"
    "medicament*|cachet*|comprime*|medocs|medoc|somnifere*|antidepresseur*|anxiolytique*|plaquette*|capsule*|gelule*|"
    "bleach|javel|detergent|produit menager|poison|mort aux rats|antigel|sleeping"
)
_DRUG: Final = words(
    "crack|heroine|heroin|coke|cocaine|methadone|fentanyl|ghb|gbl|subutex|skenan|mdma|ecsta|ecstasy|came|dope|"
    "drug|drugs|drogue|"
    "drogues|ketamine|keta|stuff|truc|trucs|matos|galette*|caillou|cailloux|dose|doses|3mmc|meth|speed|lean|"
    "tramadol|opioid*|"
    "opiace*|morphine|oxy|benzo*|lyrica|rivotril"
)
_TOOK: Final = words(
    "pris|prise|prends|prend|fume|fumer|fumant|inject*|pique|piquee|shoote|shootee|sniffe|sniff|tape|consomme|"
    "consommer|avale|avalee|"
    "ingere|took|taken|takes|smoked|smoking|injected|injecting|shot up|shooting up|snorted|swallowed|used|drank|"
    "bu|bue|hit|hits"
)
_ILL: Final = words(
    "effondre*|tombe|tombee|tremble*|convuls*|malaise|mal|meurt|respire|vomi|vomit|vomis|delire|evanoui*|"
    "bouge plus|repond plus|"
    "reagit plus|inconscien*|pas bien|partir|part|raide|bleu|bleue|transpire|coeur|poitrine|collapsed|shaking|"
    "fell|passed out|sick|"
    "not well|vomiting|throwing up|breathing|unwell|fainted|seizing|sweating|chest|heart|dizzy|dead|mort|morte|"
    "paranoi*|hallucin*|"
    "reveille plus|reveille pas|feel weird|feel bad|bizarre"
)
_NOT: Final = words("plus|pas|pu|jamais|a peine|presque|presque plus|quasi plus|quasiment plus|que dalle|rien")
_DOWN: Final = words(
    "au sol|par terre|a terre|sur le trottoir|sur le sol|dans la rue|dans le hall|sur le quai|sur le banc|"
    "dans l escalier|"
    "on the ground|on the floor|on the pavement|on the sidewalk|on the street|in the street|in the hallway|"
    "in the stairwell"
)

BODY: Final = re.compile(
    " (?:"
    + "|".join(
        (
            # An overdose, a poisoning.
            words("trop pris|pris trop|prise trop|avale trop|avale tous|avale toute|avale des|avale une boite|"
                  "avale plein|"
                  "avale tout|trop avale|trop fume|trop bu|trop consomme|trop sniffe|trop tape|prend trop|"
                  "pris une trop|"
                  "prendre trop|en a trop pris|fume trop|smoked too much|used too much|taken too much|took too much|"
                  "takes too much|injected too much|drunk too much|drank too much|"
                  "had too much") + unless("de place|place|de temps|temps|time|longtemps|long|space|room|"
                  "de retard|de poids|cher|d importance|de decisions|de decision|de mesures|d espace|de risques|"
                  "de libertes|de cigarettes|de tabac|l habitude|au serieux|d ampleur"),
            words("took|taken|swallowed|had|takes|ate|drank|pris|prise|prend|bu|avale|avalee|ingere") + gap(1)
            + words("too much|too many|all|a lot of|lots of|a bunch of|bunch of|a whole|whole|bottle|a bottle|"
                  "bottles|handful|plein|"
                    "plein de|trop|tous|toute|tout|toutes|beaucoup|une boite|boite|boites|plaquette*|un tas|tas|"
                    "tube|flacon|"
                    "enormement|plusieurs|double dose|20|30|40|50|10|15|60|100") + gap(4) + f"(?:{_PILLS}|{_DRUG})",
            words("avale|avalee|avaler|swallowed|swallow|ate|mange|drank|bu|mis|put") + gap(5)
            + f"(?:{_PILLS}|" + words("caillou*|galette*|crack|drogue|seringue*|syringe|needle|rock|rocks|white|"
                  "blanc|poudre|powder|"
                                      "cocaine|drug|drugs|resine|shit|methadone") + ")",
            words("boite|plaquette|tube|bottle|box|whole pack") + gap(2) + _PILLS,
            words("trop de|too much|too many") + " " + words("methadone|medicaments|cachets|comprimes|ghb|gbl|"
                  "heroine|heroin|"
            "subutex|fentanyl|medocs|pills|tablets|drugs|somniferes|coke|cocaine|drogue|morphine|dope")
            + unless("dans|in|ici|here|a stalingrad|everywhere|partout|on the"),
            words("od ed|od ing|od d|oding|oded|odd|an od|en od|fait une od|faire une od|fais une od|fait un od|"
                  "od de|of an od|"
                  "une od|un od|some od|faire od|fait od|fais od|is od|s od|od help|help od|od now|od vite|od sur|"
                  "od dans|od ici|od here"),
            "od(?= $)",
            _TOOK + gap(4) + f"(?:{_DRUG}|trop|too much)" + gap(7) + _ILL,
            words("s est|vient de|il a|elle a|just|j ai|he|she|i") + gap(2) + _TOOK + gap(4) + _ILL,
            _ILL + gap(5) + words("apres|after|depuis que|since") + gap(3) + f"(?:{_TOOK}|{_DRUG})",
            words("bad trip|sous emprise il|intoxication|intoxique|empoisonnement au|poisoned|poisoning|empoisonne"),
            words("naloxone|narcan|nyxoid|prenoxad") + gap(4) + words("vite|now|maintenant|urgent*|urgence|quick|"
                  "quickly|help|besoin|needed|"
            "asap|someone|quelqu un|mourir|overdos*|tout de suite|immediatement"),
            words("besoin|need|vite|urgent|urgence|help|aidez") + gap(4) + words("naloxone|narcan|nyxoid|prenoxad"),
            # Breathing.
            words("respire|respirer|respiration") + " " + words("plus|pas|mal|a peine|bizarre*|difficilement|"
                  "tres mal|presque|vraiment|"
            "tout doucement|tres lentement|lentement|faiblement|tres faiblement|quasi*|rien|que dalle|comme un|"
            "une fois|par a coups|fort et|tres"),
            words("respiration|souffle|breathing|breath") + gap(2)
            + words("lente|lent|faible|coupe|coupee|arretee|arrete|bizarre|irreguliere|bruyante|difficile|shallow|"
                  "slow|weird|strange|"
                    "weak|stopped|short|heavy|rale|sifflante|siffle|funny|noisy|laboured|labored"),
            words("arrete|cesse|stop|stoppe") + " de " + words("respire|respirer"),
            words("arrive|peux|peut|veux") + " " + words("plus|pas") + gap(1) + "respire",
            words("not|isn t|isnt|stopped|aren t|hardly|barely|can t|cannot|no longer|not really|struggling to|"
                  "n t|stop|without|isn|"
                  "trouble|difficulty|weren t|wasn t|slowly|quit|ain t|never|no") + gap(1)
            + words("breath|breathing|breathe|breathin|breaths|breathes"),
            words("plus de souffle|souffle plus|manque d air|manque d oxygene|gasping|gasps|rale|agonique|"
                  "s asphyxie|asphyxie*"),
            words("s etouffe|s etouffent|t etouffe|m etouffe|s etrangle|s etouffer|m etouffer|suffoque|suffoquer|"
                  "choking|choke|suffocating|"
                  "suffocates|strangling|etrangle|etranglee|etranglement"),
            # The heart.
            words("pouls|arret cardiaque|cardiac arrest|crise cardiaque|heart attack|infarctus|arret cardio*|"
                  "no pulse|pulse is|a pulse|his pulse|her pulse|their pulse|find pulse|find a pulse|"
                  "arret respiratoire|epileps*|epileptic|convuls*|seizure|seizures|seizing|coma|agonise|agonisant|"
                  "agonie|hemorrag*|"
                  "haemorrhag*|hemorrhag*|avc|a stroke|anaphyla*|choc anaphylac*|hypotherm*|heatstroke|"
                  "electrocut*|tetanie|spasmes"),
            words("coeur|heart") + gap(3) + words("arrete|arretee|bat plus|bat pas|stopped|lache|not beating|"
                  "isn t beating|explose|"
            "va exploser|racing|bat trop|bat tres|s emballe|fail*|stops|attack|palpit*"),
            words("mal|douleur|douleurs|pain|pains|serre|serree|serrement|brule|comprime|oppress*|tight|tightness|"
                  "hurts|pression|point") + gap(4)
            + words("poitrine|chest|thorax|coeur|bras gauche|left arm|cage thoracique"),
            words("poitrine|chest|thorax") + gap(4) + words("mal|douleur|douleurs|pain|pains|serre|serree|brule|"
                  "oppress*|tight|hurts|hurting"),
            # Not waking, not answering.
            words("sans connaissance|perdu connaissance|perd connaissance|perte de connaissance|perdu conscience|"
                  "perte de conscience|"
                  "perd conscience|dans les pommes|evanoui|evanouie|evanouis|evanouit|evanouir|inanime|inanimee|"
                  "inanimes|inerte|syncope|"
                  "perds connaissance|perds conscience|perdre connaissance|lost consciousness|loses consciousness|"
                  "losing consciousness|tourne de l oeil|"
                  "tombe raide|raide mort|raide par terre|yeux retourne*|yeux revuls*|yeux blancs|yeux a l envers|"
                  "rolled back|eyes rolling|eyes rolled|"
                  "eyes roll|mousse a la bouche|ecume|bave aux levres|foaming|frothing|foam at|foam from|pupilles"),
            _ONE + gap(5) + words("inconsc*|inconsient*|inconci*|incosc*|unconsc*"),
            words("trouve|vois|vu|semble|parait|est|allonge|allongee|par terre|au sol|sol|completement|tombe|etat|"
                  "totalement|personne")
            + gap(2) + words("inconscient|inconsciente|inconscients|inconcient|inconciente|inconscience"),
            words("inconscient|inconsciente") + gap(3) + words("sol|terre|rue|trottoir|hall|metro|quai|"
                  "escalier|banc"),
            "inconsciente?(?= $)",
            _ONE + gap(3) + words("reagit|reagis|reponds|repond|reponde|bouge|bougent|reveille|reveiller|capte|"
                  "calcule|reagissent|repondent|ouvre")
            + " " + words("plus|pas|a rien|meme pas|les yeux plus"),
            words("arrive|arrivons|peux|peut|impossible de|moyen de|reussi|reussit") + gap(4) + words("reveiller|"
                  "ranimer|reanimer"),
            words("reveille|reveillent") + " " + words("plus|pas"),
            words("ranimer|reanimer|reanimation|massage cardiaque|bouche a bouche|cpr|defibrillat*|"
                  "give first aid|pls"),
            words("not|isn t|won t|can t|doesn t|cannot|couldn t|never|ain t|not able to|unable to|didn t|"
                  "wouldn t") + gap(2)
            + words("wake|wakes|waking|woke|rouse|revive|wake up|conscious|awake|come round|come to"),
            words("unconscious|unconcious|unconsious|unconscius|unresponsive|passed out|passing out|pass out|"
                  "collapsed|collapses|"
                  "collapsing|fainted|fainting|faints|blacked out|black out|knocked out|out cold|"
                  "lifeless|turning blue|turned blue|going blue|went blue|gone blue|turns blue|turning purple|"
                  "turned purple|blue in the|"
                  "gone grey|turning grey|turned grey|lips are|lips blue|blue lips|lips turned|lips turning|"
                  "purple lips|face is blue|"
                  "nodding off and|keeled over|dropped dead|drop dead|unrespons*"),
            _ONE + gap(5) + words("is|are|all|completely|looks|look|skin|face|totally") + " " + words("blue|"
                  "purple|grey|gray") + "(?= $| and| not| help)",
            words("fait un malaise|fait malaise|faire un malaise|fais un malaise|en plein malaise|"
                  "fait une attaque|malaise grave|"
                  "malaise cardiaque|gros malaise|fait une crise|faire une crise|fait une reaction|fait un arret|"
                  "un arret(?= $)")
            + unless("de nerfs|de rire|de jalousie|sur|a la"),
            words("levres|visage|bleues|bleuit|cyanos*|teint|ongles|doigts|tete") + gap(2) + words("bleu|bleue|"
                  "bleues|violet|violette|violettes|gris|grise|grises|blanches"),
            words("est|devient|tout|toute|vire|devenu|devenue|completement|tourne") + " "
            + words("bleu|bleue|au bleu|cyanose*") + "(?= $| et | il | elle | aidez| il| au secours| par terre| qu)",
            _ONE + gap(6) + words("not responding|not moving|isn t moving|isn t responding|stopped moving|"
                  "stopped responding|won t move|"
            "doesn t respond|doesn t move|doesn t react|not reacting|not answering me|won t respond|motionless|"
            "isn t reacting|"
            "not conscious|doesn t look alive"),
            words("effondre|effondree|ecroule|ecroulee|s affaisse|affale|affalee|gisant|git|gisent|etendu|etendue|"
                  "etale|etalee") + gap(4)
            + words("sol|terre|trottoir|rue|hall|quai|bouge|reagit|devant|escalier|banc|metro"),
            _ONE + gap(3) + words("effondre|effondree|ecroule|ecroulee|s est affaisse*|tombe comme une masse"),
            # Dying, or perhaps dead.
            _ONE + gap(2) + words("fait un arret|est mourant|est mourante|meurt|meurs|en train de mourir|"
                  "va mourir|agonise|va crever|creve|"
            "is dying|dying|about to die|gonna die|going to die|will die|en train de crever|train d y passer|"
            "va y passer|y passe|y reste|"
            "en train de partir|en train de canner|va clamser|might die|may die|s dying|died in front|"
            "might be dead|se vide de|se meurt"),
            words("je|j|i") + gap(2) + words("suis en train de mourir|meurs(?= $)|vais mourir|vais y passer|"
                  "vais y rester|me sens partir|"
            "sens que je pars|m dying|am dying|think i m dying|me sens tres mal|fais une overd*|je pars"),
            words("crois|pense|dirait|peur|semble|parait|think|looks|look|seems|afraid|maybe|perhaps|might be|"
                  "sure|a l air|airs|peut etre|"
                  "if|si|s il|savoir|est ce qu il|est ce qu elle") + gap(4)
            + words("est mort|est morte|mort|morte|dead|decede|decedee|reumor|dcd|crevait|died") + unless("de|d|"
                  "a cause|pour|line|end|le|la|the"),
            words("il|elle|he|she|y|mec|type|pote|homme|femme|someone|quelqu un|copain|copine|ami|amie") + gap(0)
            + words("est mort|est morte|est decede|est decedee|est reumor|est dcd|is dead|s dead|est clamse|"
                  "a clamse|a canne|est canne|"
                    "reumor|s mort") + "(?= $)",
            words("cadavre|dead body|body on the|a body|corps sans vie|corps inanime|corps par terre|corps au sol|"
                  "corps dans l eau|corps dans le canal"),
            # Wounds, water, falls.
            _ONE + gap(3) + words("saigne|saignent|bleeding|bleeds|bleed"),
            words("saigne") + gap(2) + words("beaucoup|partout|abondamment|fort|enormement|pas de saigner|tete|"
                  "bras|ventre|nez et"),
            words("bleeding|bleed") + gap(2) + words("out|heavily|badly|a lot|everywhere|won t stop|profusely|"
                  "to death|bad|from"),
            words("perd|perdu|flaque de|mare de|plein de|lot of|lots of|pool of|losing|couvert de|covered in|"
                  "rempli de") + gap(2) + words("sang|blood"),
            words("vient de se|s est|s est fait|se fait|ete|s etre fait|se faire|got|been|was|is|gets|"
                  "getting|just") + gap(2)
            + words("poignard*|planter|plantee|plante|egorge*|stabbed|stab|shot|shooted|knifed|tirer dessus|"
                  "tire dessus|"
                    "run over|hit by|renverse|renversee|percute|percutee|ecrase par|brule vif|lynche")
            + unless("la tete|un arbre|des arbres|down|by the council|la tendance"),
            words("coup|coups|cou") + gap(0) + words("de couteau|de couteaux|de surin|de poignard|de schlass|"
                  "de lame|de machette"),
            words("stab|gunshot|knife|bullet") + " " + words("wound|wounds"),
            words("noie|noies|noyer|noyant|noyee|drowning|drowned|drowns|drown") + unless("in complaints|in work|"
                  "in rubbish|in tourists|sous les|dans la masse|dans les|"
                  "dans le bruit|dans un|in noise|in paper*|in debt"),
            _ONE + gap(4) + words("tombe|tombee|saute|sautee|jete|jetee|fallen|fell|jumped|tomber|plonge|chute|"
                  "tombes") + gap(3)
            + words("canal|seine|eau|l eau|bassin|water|river|rails|voies|voie|tracks|fenetre|window|balcon|"
                  "balcony|toit|roof|pont|bridge|etage|vide|escaliers"),
            words("tombe|tombee|fell|falling|jumped|jumping|saute|sauter") + gap(2)
            + words("dans le canal|dans la seine|par la fenetre|into the canal|in the canal|into the water|"
                  "in the water|from the window|"
                    "out of the window|out the window|sous le metro|sous le train|sur les rails|sur les voies|"
                    "on the tracks|onto the tracks|du pont|du toit|du balcon"),
            words("il va mourir|elle va mourir|au secours il|help he|help she|urgence vitale|pronostic vital|"
                  "entre la vie et la mort|"
                  "life or death|save him|save her|sauvez le|sauvez la|someone is dying|somebody is dying|"
                  "quelqu un meurt"),
            words("reveiller|reveillent") + "(?= $)",
            _ONE + gap(3) + words("dans les vapes|ko|completement ko|k o|dans le coaltar|au bout de sa vie il"),
            words("man|woman|person|guy|kid") + " down",
            words("sang|blood") + " " + words("partout|everywhere|par terre|qui coule|all over|on the floor"),
            words("plante|plantee|planter|recu|recoit|prend|pris") + gap(1) + words("couteau|balle|balles|"
                  "coup de couteau"),
            words("fait|faire|ete") + " planter",
            words("une ts|fait une tentative|fait sa tentative|ses yeux partent|yeux qui partent|yeux partent|"
                  "pendu|pendue|hanged"),
            words("est|dans|vu|voit|is|in|someone|quelqu un|personne") + " " + words("dans le canal|dans l eau|"
                  "in the canal|in the water"),
            words("mal|peine|difficulte|difficultes|galere") + " a respire",
            words("delire|brulant|brulante|grelotte|froid|froide|glace|glacee|gele|gelee|gris|grise|blanc|blanche|"
                  "pale|livide|jaune")
            + " et " + words("brulant|brulante|bouge|tremble*|blanc|blanche|froid|froide|pale|transpire|sue|raide|"
                  "gris|grise|bleu|bleue"),
            _ONE + gap(3) + words("est|devient|devenu|devenue") + gap(1) + words("gris|grise|livide|"
                  "cyanose*") + "(?= $)",
            words("besoin d une|appelez une|appeler une|appelle une|call an|need an|send an|envoyez une|vite une|"
                  "get an|call a|faut une")
            + " ambulance",
            words("appelez|appelle|appeler vite|faut appeler|call|j appelle") + gap(1) + words("samu|pompiers|"
                  "secours|911|999|112|ambulance|paramedics"),
            words("au secours|aidez moi|help me|aide moi|sos|a l aide") + "(?= $| vite| please| svp|"
                  " il| elle| je| on| s il| urgent| i| he| she| par pitie)",
            words("un|une|y a un|there is a|there s a|une personne|homme|femme|sdf|voisin|voisine|somebody|"
                  "someone|a|pote|mec")
            + gap(0) + words("mort|morte|dead man|dead woman|dead person|dead guy|decede|decedee|est mort|"
                  "est morte|is dead|personne morte|homme mort")
            + " " + words("dans le hall|dans la rue|dans l escalier|devant|en bas|sur le trottoir|par terre|chez|"
                  "je crois|je pense|in the|on the|outside|"
                          "de froid|dans la cave|sur le banc|dans le square|dans le metro|il y a|dans mon|in my|"
                          "in front"),
            words("sens|trouve|sent|entends|entend") + gap(1) + words("pas|plus") + gap(1) + words("coeur|pouls|"
                  "souffle|respirer|respiration"),
            _DOWN + gap(4) + words("bouge|reagit|repond|reveille|respire") + " " + _NOT,
        )
    )
    + ")(?= )"
)  # fmt: skip
