"""Dealing: somebody asks where drugs are sold or used now, from whom, for how much, or how they are made."""

import re
from typing import Final

from content.safety.plain import gap, unless, words
from content.safety.seeking.nouns import DRUG, NO_SUBJECT, SELLERS

ALWAYS: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("acheter|achete|achetes|acheterai|choper|chope|pecho|pechot|toucher|touche|toper|procurer|"
                  "gratter|buy|buying|score|scoring|cop|"
                  "get hold of|purchase|ramasser|commander|commande|order|livrer|livraison|delivery|se fournir|"
                  "fournir|deliver|delivered|bicrave|"
                  "get my hands on|hook me up|grab some")
            + gap(4) + DRUG + NO_SUBJECT,
            words("ou|comment|where|how|cherche a|veux|peux|to|on|tu|va|vais|peut|j ai|besoin de|pour|a qui|"
                  "quelqu un pour")
            + gap(2) + words("pecho|pechot|choper une|toper|choper un truc|score") + unless("de"),
            words("cherche|cherches|recherche|need|needs|want|looking for|besoin|il me faut|me faut|"
                  "faut que je trouve|wanna|got|anyone got|qui a|"
                  "quelqu un a|t as|tu as|vous avez|you got|have you got|wheres|craving for") + " "
            + words("du |de la |de l |de |some |any |un peu de |des |une |un |ma |my |a bit of |a |d |"
                  "quelques |") + DRUG
            + NO_SUBJECT + unless("test|depistage|consigne|number|card|of|s|plan"),
            words("un|une|des|bon|cherche|vos|les") + " " + words("plan|plans") + " "
            + words("shit|beuh|weed|coke|cc|c|crack|came|drogue|stup|keta|md|mdma|heroine|herbe|conso|galette*|"
                  "caillou*|taz|exta|came"),
            "plans? " + words("shit|beuh|weed|coke|cc|keta|mdma|herbe|came|heroine"),
            words("cherche|cherches|ai|as|aurais|avez|auriez|besoin d|need|connais|connait|file moi|trouver|"
                  "donne moi|aurait|a")
            + " un " + words("plan|bon plan|contact|dealer|dealeur|vendeur|fournisseur|spot|point") + "(?= $| "
            + words("ici|pour|vite|ce soir|sur|a|sur paris|fiable|serieux|maintenant|svp|stp|dans le|vers|the|"
                  "paname|ou|19e|18e|10e|discret|tonight") + ")",
            words("ou|where|where s") + gap(3) + words("y a|is|there is|s|i get|on a|get") + " "
            + words("du |de la |de l |the |some |any |my |good |de bonne |de la bonne |") + DRUG + NO_SUBJECT,
            "il y a " + words("du |de la |de |des |") + DRUG + gap(1) + "ou",
            DRUG + gap(2) + words("pas cher|pas chere|cheap|a vendre|for sale|en livraison|livraison|livre|"
            "delivered|delivery|de qualite|a emporter|24h|en promo|bonne qualite|good quality"),
            words("combien coute|combien ca coute|combien pour|combien la|combien le|combien vaut|c est combien|"
                  "combien est|quel prix|prix|price|"
                  "prices|how much|tarif|tarifs|cost|a combien|il vaut combien|costs") + gap(4)
            + words("galette|galettes|caillou|cailloux|gramme|grammes|dose|doses|rock|rocks|gram|grams|crack|coke|"
                  "cocaine|weed|shit|cc|mdma|"
                    "beuh|heroine|heroin|pochon|barrette|hit") + unless("plan|policy|crisis|to|epidemic|house"),
            words("uber shit|uber weed|uber coke|uber beuh|uber drogue|uber crack|drive beuh|allo coke|allo shit|"
                  "dark web|darknet|deep web"),
            words("telegram|canal|channel|groupe|group|snap|whatsapp|compte|site|bot") + gap(4)
            + words("dealer*|pour acheter|vente de|to buy|selling|livraison|pecho|pour pecho|de vente|shop|menu")
            + unless("un|une|le|la|les|des|tickets|billets|appartement"),
            # How it is made.
            words("cuisiner|cuisine|cook|cooking|fabriquer|fabrique|preparer|recette|recipe|baser|basee|"
                  "synthetiser|make|produce|faire|couper")
            + gap(2) + words("crack|galette*|caillou*|meth|base|mdma|heroine|heroin|freebase|ghb|3mmc") + "(?= $| "
            + words("avec|a|chez|maison|at|with|from|a partir|soi|sans|rapidement|home|bicarbonate|ammoniaque|moi|"
                  "pas cher") + ")",
            words("crack|coke|cocaine") + gap(4) + words("bicarbonate|ammoniaque|baking soda|ammonia"),
            words("recette|recipe|bicarbonate|ammoniaque") + gap(3) + words("crack|coke|cocaine|meth|galette*"),
            words("get a fix|need a fix|a fix|need a hit|my next hit|ma dose|fumette"),
            words("en manque|in withdrawal|dope sick|"
                  "craving") + gap(6) + f"(?:{words('ou trouver|il me faut|trouver|where|get|need')})" + gap(3) + DRUG,
            words("ou|where|adresse du|adresse d un|adresse des|les|le|quel|quels|des|trouver un|"
                  "c est quoi les|un") + " "
            + words("four|fours|terrain|charbon") + " " + words("du|de la|de|a|sur|vers|rue|dans|le plus|ouvert|"
                  "ouverts|qui|19e|18e|10e|en bas|pres|paris|d a cote|actif*"),
            words("ou est|ou sont|ou y a") + " " + words("le|les|un") + " " + words("four|fours|charbon"),
            words("spot|spots") + gap(1) + words("deal|crack|coke|weed|beuh|pour acheter|to buy|pour pecho|drug|"
                  "drugs|drogue|shit|dealers|vente"),
            words("drug|crack|coke|weed|deal|dealing|dealer") + " " + words("spot|spots|corner|corners"),
        )
    )
    + ")(?= )"
)  # fmt: skip

UNLESS_HELPED: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("ou|where|quelle rue|which street|quel endroit|a quelle heure|what time|qui|who|"
                  "comment|how") + gap(3)
            + words("trouver|trouve|trouve t on|trouvent|avoir|vend|vendent|vendre|deale|dealent|fume|fument|"
            "fumer|find|get|sell|"
                    "sells|selling|smoke|have|consommer|shooter|fournit|fournissent|supplies")
            + gap(3) + DRUG + unless("plan|figures|measures|help|care|number|numbers|data|clinic|counselling|"
                  "treatment"),
            words("ou|where|quelle rue|which street|quel endroit|a quelle heure|what time|quels|which|dans quelle|"
                  "dans quel") + gap(4) + SELLERS,
            words("point de deal|points de deal|dealing point*|dealing spot*|drug spot*|spot|four|fours") + gap(2)
            + words("plus proche|le plus pres|pres d ici|nearest|closest|near me|ouvert|open|actif|actifs") ,
            words("points de deal|point de deal") + gap(4) + words("c est ou|ou exactement|adresse*|carte|"
                  "plan d acces|liste|where|lesquels"),
            words("nearest|closest") + gap(1) + words("point de deal|dealing point*|dealing spot*|drug spot*|"
                  "dealer*|spot"),
            words("trouver|find|contact d|numero d|connais|connaissez|know|need|besoin d|cherche|looking for|"
                  "recommend|recommander|conseiller|got|"
                  "u know|t as|avoir|as tu|want|get me") + gap(2) + SELLERS + unless("qui|who|s|near my|in my|"
                  "dans mon|en bas"),
            words("un|une|a|the|good|bon") + " " + words("plug|dealer|dealeur") + " " + words("fiable|serieux|ici|"
                  "discret|sur paris|dispo|19e|18e|reliable|around here"),
            words("qui|who|quel jour|quels jours|quand|when") + gap(1)
            + words("deale|dealent|is dealing|deals|vendent|bicrave|charbonne"),
            words("qui|who") + " " + words("vend|sells") + " " + words("a|au|ici|near|here|at|in|vers|rue|place|"
                  "porte|sur|pres") + unless("l|la ville"),
            words("liste|carte|map|list|adresses|addresses|adresse|ou sont|where are|quels sont|localisation|"
                  "position|emplacement*") + gap(2)
            + words("points de deal|point de deal|dealing spot*|dealing point*|lieux de deal|fours|drug spots|"
                  "deal spots|lieux de vente|"
                    "lieux de consommation|scenes de conso|scenes ouvertes"),
            words("qui sont les|meilleur|meilleurs|best") + gap(1) + words("spot|spots|four|fours|point de deal|"
                  "dealer|dealers|endroit pour acheter|place to buy|crack|coke|weed"),
            SELLERS + gap(2) + words("sont|trainent|se cachent|are") + " " + words("ou|where"),
            words("ca vend|ca deale|ca charbonne|ca bicrave|ca tourne") + gap(3) + words("ou|quelle|maintenant|"
                  "ce soir|heure"),
            words("ou|where") + gap(2) + words("ca|on") + " " + words("vend|deale|charbonne|bicrave|fume|tourne"),
            words("il me faut|me faut|need") + gap(2) + words("galette*|caillou*|dose|doses|crack|coke"),
            words("dealer|dealers|plug") + " " + words("19e|18e|10e|stalingrad|paris|villette|porte de|barbes|"
                  "chapelle|near me|pres de moi|contact|dispo|numero|ici") + "(?= $)",
        )
    )
    + ")(?= )"
)  # fmt: skip
