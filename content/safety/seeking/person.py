"""Person: somebody asks who or where another one is, or wants to show another one to the world."""

import re
from typing import Final

from content.safety.plain import gap, unless, words
from content.safety.seeking.nouns import ACCUSED, DRUG, NEIGHBOUR, NOW, RELATIVES, SELLERS, USERS

LONGEST: Final = 4096
_TITLE: Final = words("m|mr|mme|mlle|monsieur|madame|mademoiselle|mrs|ms|miss|mister")
_TITLED: Final = (
    _TITLE
    + unless(
        "le|la|les|l|madame|monsieur|the|prefet|maire|bonjour|je|si|pouvez|est|merci|svp|qui|ou|et|a|s|m|de|du|des"
    )
    + " [a-z]{2,30}"
)
_HANDLES: Final = words(
    "06|07|num|numero|numeros|tel|telephone|portable|mobile|phone|snap|snapchat|insta|instagram|telegram|whatsapp|"
    "signal|facebook|contact|"
    "contacts|pseudo|mail|email|adresse|adresses|address|addresses|phone number|number"
)

PLATE: Final = re.compile(
    r"(?:plaque|immatricul|plate|voiture|v[ée]hicule|scooter|\bcar\b|whose|[àa] qui)[^\n]{0,60}\b[a-z]{2}[ .\-]?\d{3}[ .\-]?[a-z]{2}\b",
    re.I,
)
"""A number plate with the wish to know whose it is."""

ALWAYS: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("comment s appelle|comment se nomme|qui est|qui sont|qui c est|who is|who s|who are|who was|"
                  "c est qui|qui etait|identite|"
                  "identity|name|names|nom|noms|"
                  "prenom|prenoms|surnom|surnoms|photo|photos|visage|visages|face|faces|picture|pictures|pseudo|"
                  "telephone|numero|plaque|snap|"
                  "snapchat|telegram|whatsapp|video|videos|portrait|description|signalement de")
            + gap(3) + f"(?:{SELLERS}|{ACCUSED})",
            words("photo|photos|visage|visages|video|videos|picture|pictures|pics|images|film|noms|names|prenoms|"
                  "liste") + " "
            + words("de|des|du|d|of|les") + gap(1) + USERS,
            words("qui est|c est qui|who is|who s|ou est|ou habite|where is|where s|connaissez|connais|know|"
                  "cherche|trouver|find|qui connait|"
                  "adresse de|telephone de|numero de|address of|est ce que|is") + " "
            + words("le |la |un |") + _TITLED,
            words("qui|who") + " " + words("est|is|se cache") + " " + words("derriere|behind") + " " + words("ce|"
                  "le|la|this|the") + gap(1)
            + words("compte|pseudo|profil|account|channel|profile|canal|numero|number"),
            words("ou|where") + gap(3)
            + words("habite|habitent|crechent|creche|loge|logent|vit|live|lives|living|reside|resident|bosse|"
                  "travaille|works") + " "
            + words("il|elle|ils|le|la|les|ce|cette|ces|mon|ma|monsieur|madame|m|mme|un|the|this|that|he|she|they|"
                  "mr|mrs|l"),
            words("ou|where") + gap(1) + words("habite|habitent|creche|crechent|il habite|elle habite|ils habitent"),
            words("where") + gap(5) + words("live|lives|sleeps|works") + "(?= $)",
            words("where does|where do|where did") + gap(4) + words("live|lives|sleep|work|hang out"),
            _HANDLES + " " + words("de|du|des|d|of|a|for|to|"
                  "le|la|l") + gap(3) + f"(?:{SELLERS}|{ACCUSED}|{NEIGHBOUR})",
            words("home address|personal address|adresse perso|adresse personnelle|adresse privee|private address|"
                  "numero perso|numero personnel|"
                  "personal number|private number|personal phone|telephone perso|portable perso|"
                  "ligne directe privee|adresse du domicile|"
                  "ou dort il|ou dort elle|ou dort ce|where do they sleep|where they sleep|where they live|"
                  "ou ils dorment"),
            words("portable|06|07|mobile|cell|numero de portable|mobile number|cell number") + " " + words("de|du|"
                  "d|des|of|a|for")
            + gap(2) + "[a-z]{1,30}",
            words("adresse|address|telephone|domicile|nom|noms|name|names|identite|photo") + " "
            + words("de|du|des|d|of|et adresse") + gap(4)
            + words("policier|policiers|policiere|juge|directrice|directeur|agent|agents|educateur*|educatrice*|"
                  "infirmier*|employe*|salarie*|"
                    "temoin|temoins|journaliste|magistrat*|officer|officers|judge|director|nurse|witness|"
                    "witnesses|employee*|plaignant*|"
                    "victime|complainant|informateur|militant*|benevole*|medecins|gardien*|habitant qui|"
                    "riverain qui|resident who"),
            words("localiser|traquer|pister|filer|retrouver|identifier|reconnaitre|suivre|track|track down|locate|"
                  "identify|"
                  "find|follow|stalk|spot|reperer|surveiller|espionner|spy on|spy|hunt|hunt down|geolocaliser|"
                  "rechercher")
            + gap(3) + f"(?:{SELLERS}|{ACCUSED}|{USERS}|{RELATIVES})",
            words("suivre|follow|suis le|suivez|raccompagner") + gap(4) + words("chez lui|chez elle|chez eux|"
                  "jusqu a chez|home|domicile"),
            words("retrouver|trouver|find|locate") + " " + words("une personne|quelqu un|someone|somebody|"
                  "a person|un homme|une femme|des gens")
            + unless("qui|to|pour|a qui|competent|who"),
            # Somebody is missed or looked for.
            words("je cherche|on cherche|cherche|recherche|looking for|searching for|trying to find|avez vous vu|"
                  "as tu vu|have you seen|"
                  "quelqu un a vu|anyone seen|has anyone seen|ou est passe|ou est passee|ou est parti|ou est|"
                  "ou sont passes|where is|where s|where did|"
                  "where has|trouver|retrouver|retrouve|qu est devenu|des nouvelles de|"
                  "a disparu") + gap(0) + RELATIVES
            + unless("qui|to|pour|a qui|competent|who"),
            RELATIVES + gap(1) + words("a disparu|ont disparu|est introuvable|est porte disparu*|has disappeared|"
                  "is missing|went missing|disappeared|"
                                       "has gone missing"),
            words("have you seen|avez vous vu|avez vous croise|anyone seen|"
                  "quelqu un a t il vu") + " " + words("this|un|une|cet|cette|that|the|ce"),
            # Whose is it?
            words("a qui appartient|a qui est|c est a qui|whose|qui est le proprietaire|who owns|"
                  "proprietaire de") + gap(3)
            + words("voiture|scooter|moto|plaque|vehicule|car|plate|bike|camionnette|van|tente|numero|number|"
                  "compte|account|telephone|phone|"
                    "appartement|appart|flat"),
            words("plaque|immatriculation|license plate|licence plate|number plate|plates") + gap(4)
            + words("qui|who|proprietaire|owner|chercher|trouver|find|identifier|whose|dealer*|voiture"),
            # To point somebody out to others.
            words("balance|balancer|balancez|donne|donnez|donner|give|balancons|envoie|envoyez|send|drop|lache|"
                  "lachez|file|filez") + gap(2)
            + words("les noms|le nom|leurs noms|leur nom|noms|son nom|the names|the name|their names|names|"
                    "leur adresse|leurs adresses|les adresses|their addresses|his address|son adresse|son numero|"
                    "leur numero|sa photo|leurs photos|leur photo"),
            words("afficher|affichons|affiche|publier|publions|poster|diffuser|partager|exposer|mettre en ligne|"
                  "filmer|photographier|"
                  "prendre en photo|outer|denoncer publiquement|post|publish|share|expose|film|photograph|"
                  "put online|name and shame|divulguer|"
                  "reveler|envoyer|send|upload|doxer|doxxer|dox") + gap(4)
            + f"(?:{SELLERS}|{USERS}|{ACCUSED}|{RELATIVES}|"
            + words("leur|leurs|nom|noms|visage|visages|photo|photos|faces|names|name|eux|voisin|voisine|voisins|"
                  "identite|neighbour|neighbor|him|her|them") + ")"
            + unless("d urgence|en ligne de la mairie|du quartier|de la rue"),
            words("dox|doxx|doxing|doxxing|doxer|doxxer|name and shame|liste noire|blacklist|trombinoscope"),
            # An accusation of somebody one could recognise, said as a fact.
            words("mon voisin|ma voisine|le voisin|la voisine|mes voisins|le gerant|la gerante|l epicier|"
                  "le patron|la patronne|le gardien|la gardienne|"
                  "le proprietaire|le concierge|la concierge|le locataire|le barman|le boulanger|le coiffeur|"
                  "le serveur|la famille|the grocer|the owner|"
                  "the manager|the barber|my neighbour|my neighbor|the neighbour|the neighbor|the caretaker|"
                  "the shopkeeper|the tenant|the landlord|"
                  "the guy at|the family|un certain|" ) + gap(8)
            + words("est un|est une|is a|sont des|are") + gap(1)
            + words("dealer*|dealeur*|receleur*|trafiquant*|voleur*|nourrice|complice*|guetteur*|pedophile*|"
                  "violeur*|criminel*|balance|indic|"
                    "dealers|fence|trafficker*|thief|thieves|criminal*|crackhead*|junkie*|toxico*|drogue*"),
            words("mon voisin|ma voisine|le gerant|la gerante|l epicier|le patron|le gardien|la gardienne|"
                  "le concierge|le locataire|the grocer|"
                  "the owner|the manager|my neighbour|my neighbor|the neighbour|the neighbor|the caretaker|"
                  "the shopkeeper|the barber|monsieur|m|mme|madame|mr|mrs") + gap(8)
            + words("vend|revend|deale|trafique|sells|deals|is selling|is dealing|stocke|cache|"
                  "hides") + gap(3) + f"(?:{DRUG}|"
            + words("il s appelle|elle s appelle|his name|her name") + ")",
            words("dealer*|deale|vend|trafique|sells|deals|usager|toxico*|consomme|fume") + gap(6)
            + words("il s appelle|elle s appelle|s appelle|his name|her name|is called|is named|nomme|prenomme*|"
                  "surnomme*"),
        )
    )
    + ")(?= )"
)  # fmt: skip

UNLESS_HELPED: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("ou|where|quelle rue|which street|what street|quel endroit|quel square|quelle place|"
                  "which square|which park") + gap(4) + USERS + gap(6) + NOW,
            NOW + gap(2) + words("ou|where") + gap(4) + USERS,
            words("ou sont|ou est|where are|where is|ou se trouvent|ou se trouve|ou trainent|ou se cachent|"
                  "ou squattent|ou sont passes|ou vont|"
                  "ou dorment|ou zonent|where do|ou fument|ou consomment|where re|ou se reunissent|ou se posent")
            + gap(2) + f"(?:{USERS}|{ACCUSED})",
            words("quelle rue|which street|what street|which squat|quel square|quel immeuble|which building|"
                  "which park|quel hall|quelle station|which station")
            + gap(4) + USERS,
            words("dans quelle|a quelle|in which|on which|quel|quelle") + gap(2) + words("rue|place|station|"
                  "square|street|endroit|coin")
            + gap(3) + words("dorment|trainent|squattent|fument|consomment|sleep|hang out|smoke|gather|zonent|"
                  "se cachent|se posent") ,
            words("scene ouverte|scene de crack|open scene|open drug scene|drug scene|campement|camp") + gap(4) + NOW,
            USERS + gap(2) + words("sont|trainent|se cachent|squattent|se trouvent|are") + " " + words("ou|where"),
            words("ils|elles|they") + " " + words("sont|are|trainent|dorment") + gap(0) + words("ou|"
                  "where") + gap(2) + USERS,
            words("ou est ce que|ou") + gap(1) + words("les|des") + " " + USERS + " "
            + words("sont|se trouvent|trainent|squattent|fument|consomment|se cachent|se reunissent|dorment|"
                  "zonent|vont maintenant"),
            words("sleep|hang out|hanging out|gather|smoke") + gap(2) + words("where|tonight|now"),
        )
    )
    + ")(?= )"
)  # fmt: skip
