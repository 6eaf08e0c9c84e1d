"""Nouns: what people call users, sellers, suspects, drugs and neighbours when they write in haste."""

from typing import Final

from content.safety.plain import unless, words

USERS: Final = words(
    "usager|usagers|toxico|toxicos|toxicomane*|tox|consommateur*|crackeu*|cracker|crackers|drogue|drogues|camee|"
    "camees|came|cames|"
    "junkie*|zombie*|user|users|addict|addicts|crackhead*|druggie*|sdf|clochard*|migrant*|gens|marginaux|"
    "squatteur*|fumeur*|smokers|"
    "camee*|defonce*|shootes|cracks|tweakers|fiends|homeless"
)
SELLERS: Final = words(
    "dealer|dealers|dealeur*|deleur*|dileur*|dealleur*|dilleur*|deallers|dealler|deal|vendeur|vendeurs|vendeuse*|"
    "revendeur*|trafiquant*|"
    "guetteur*|chouf|choufs|modou|modous|charbonneur*|pusher*|seller*|trafficker*|fournisseur*|plug|plugs|"
    "grossiste*|livreur*"
)
ACCUSED: Final = words(
    "tireur|tireurs|auteur|auteurs|suspect|suspects|agresseur|agresseurs|voleur|voleurs|mis en cause|coupable|"
    "coupables|"
    "responsable des tirs|tueur|violeur|mec|mecs|gars|type|types|shooter|attacker|thief|culprit|guy|guys|man|men|"
    "meneur|ringleader|"
    "indic|balance|chef du reseau|tete du reseau|nourrice|caid|caids|leader|boss|bonnet|jacket|hoodie|blouson|"
    "casquette|"
    "complice*|receleur*|ravisseur*|harceleur*|cambrioleur*|woman|girl|boy|jeune homme|individu|gros bras|"
    "homme au|homme a|femme a"
)
DRUG: Final = words(
    "crack|coke|cocaine|cocaina|drogue|drogues|came|dope|shit|beuh|weed|cannabis|heroine|heroin|galette|galettes|"
    "caillou|"
    "cailloux|stup|stups|stupefiant*|ecsta|ecstasy|mdma|meth|3mmc|herbe|resine|drugs|ketamine|lsd|speed|poudre|"
    "matos|rocks|"
    "conso|matiere|hash|dose|doses|hasch|cc|cess|teush|taga|exta|bedo|hero|smack|keta|zetla|frappe|crak|krack|"
    "krak|kreuk|"
    "produit|produits|fentanyl|subutex|skenan|mephedrone|pilon|zaza|rock|blow|molly|cookie|stuff to smoke"
)
NO_SUBJECT: Final = unless(
    "plan|figures|data|measures|policy|summary|use|users|problem|crisis|scene|s|situation|control|help|news|issue"
)
"""After a drug's name: then the words are about a plan, a policy …"""
NOW: Final = words(
    "maintenant|en ce moment|actuellement|ce soir|aujourd hui|cette nuit|la tout de suite|a cette heure|"
    "tout de suite|"
    "now|right now|tonight|today|currently|at the moment|this evening|desormais|ces jours ci|these days|this week"
)
RELATIVES: Final = words(
    "mon voisin|ma voisine|mes voisins|le voisin|la voisine|mon mari|ma femme|mon fils|ma fille|mon frere|"
    "ma soeur|mon pere|ma mere|"
    "mon ami|mon amie|mon pote|ma copine|mon copain|mon ex|mon cousin|ma cousine|mon oncle|ma tante|mon neveu|"
    "ma niece|mon colloc|"
    "my neighbour|my neighbor|my husband|my wife|my son|my daughter|my brother|my sister|my father|my mother|"
    "my dad|my mum|my mom|"
    "my friend|my ex|my cousin|my uncle|my boyfriend|my girlfriend|my partner|un ami|une personne|quelqu un|"
    "somebody|someone|"
    "cette personne|this person|a person|cet homme|cette femme|this man|this woman|that man|that woman|that guy|"
    "this guy"
)
STAFF: Final = words(
    "policier|policiers|policiere|juge|medecin|docteur|directeur|directrice|agent|agents|educateur*|educatrice*|"
    "infirmier*|gardien*|"
    "concierge|employe*|salarie*|temoin|temoins|journaliste|magistrat*|commissaire|officer|officers|judge|doctor|"
    "director|nurse|"
    "witness|witnesses|employee|staff member|caretaker|manager|procureur*|prosecutor|maire|mayor|prefet|prefect|"
    "adjoint*|elu|elue|depute*|"
    "militant*|president|presidente|benevole*|volunteer*|social worker"
)
NEIGHBOUR: Final = words(
    "mon voisin|ma voisine|voisin|voisine|monsieur|madame|m|mme|mr|mrs|mlle|neighbour|neighbor|famille"
)
