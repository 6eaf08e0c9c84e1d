"""English, as search reads it."""

from typing import Final

from content.fold import words
from content.search.tongues.tongue import Tongue

_STOP: Final = """
a about above after again all also am an and any are as at be because been before being below between both but by came
can cannot could d did do does doing don down during each else ever few for from further get gets getting go goes got had
has have having he her here hers him his how i if in into is isn it its itself just ll m many me might more most much must
my near no nor not now o of off on once one only or other our ours out over own please re s same shall she should so some
somebody someone something such t than that the their theirs them then there these they this those through to too under
until up upon us ve very was wasn we were what when where whether which while who whom whose why will with won would
y you your yours yet
de des du et l la le les aux au
"""

_FILLER: Final = (
    "hello", "hi", "hey", "good morning", "good evening", "good afternoon", "dear all", "thanks", "thank you", "thx", "ty",
    "thanks a lot", "many thanks", "please", "pls", "plz", "cheers", "sorry", "excuse me", "bonjour", "merci",
    "how do i", "how do we", "how do you", "how can i", "how can we", "how to", "how many", "how much", "how is", "how are",
    "what is", "what s", "what are", "what does", "what do i do", "what to do", "what should i do", "what happens",
    "what happened", "what about", "what can i do", "mean", "does it mean", "where is", "where are", "where can i find",
    "where can i", "where do i", "where to find", "where to", "where", "who to call", "who do i call", "who should i call",
    "who can i call", "who should i contact", "who do i contact", "who to contact", "who can help", "who is", "who are",
    "whom to call", "when is", "when will", "when was", "is there", "is there a", "are there", "there is", "there are",
    "i would like", "i d like", "i want", "i want to", "i need", "i need to", "i am looking for", "i m looking for",
    "looking for", "we are looking for", "i was wondering", "wondering", "can you", "could you", "can you tell me",
    "could you tell me", "tell me", "tell me about", "do you know", "does anyone know", "anyone know", "anyone", "know",
    "any news", "any news on", "any news about", "news about", "latest on", "info", "infos", "information on",
    "information about", "some info", "help me", "give me", "find me", "show me", "let me know", "everything about",
    "what is happening", "what s happening", "what is going on", "what s going on", "happening",
    "phone number", "phone number of", "phone number for", "number for", "number of the",
    "i saw", "i found", "found", "urgent", "asap", "right now", "at the moment", "currently", "today",
)  # fmt: skip

_SHORT: Final = {
    "st": "saint", "ave": "avenue", "av": "avenue", "blvd": "boulevard", "bd": "boulevard", "sq": "square", "pl": "place",
    "assoc": "association", "asso": "association", "dept": "department", "gov": "government", "govt": "government",
    "hosp": "hospital", "info": "information", "num": "number", "tel": "telephone", "apt": "apartment",
    "hood": "neighbourhood", "nbhd": "neighbourhood", "neighborhood": "neighbourhood", "center": "centre", "ppl": "people",
    "pol": "police", "cops": "police", "min": "minister", "dist": "district", "arr": "arrondissement", "rd": "road",
}  # fmt: skip

_SOUNDS: Final = (
    (r"^kn", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"ough", "of"), (r"gh(?=[^aeiou]|$)", ""), (r"ph", "f"),
    (r"t(?:ion|ian)", "Sn"), (r"sch|tch|sh|ch", "S"), (r"ck|qu|q|k", "K"), (r"sc(?=[eiy])|c(?=[eiy])", "s"), (r"c", "K"),
    (r"dge|g(?=[eiy])", "j"), (r"x", "Ks"), (r"z", "s"), (r"(?<=.)[hw]", ""), (r"y", "i"), (r"mb$", "m"),
    (r"(?<=.)e$", ""), (r"ee|ea|ie|ei", "i"), (r"oo|ou", "u"), (r"ai|ei|ay", "e"), (r"([a-zS])\1+", r"\1"),
    (r"(?<=.)[aeou](?=r|l|n)", "@"),
)  # fmt: skip

_CATEGORIES: Final = {
    "emergency": "emergency danger rescue",
    "emergency-social": "social emergency homeless shelter outreach",
    "health-institution": "health care",
    "health-line": "health helpline phone help drugs addiction",
    "health-place": "health care addiction drugs centre",
    "hospital": "hospital emergency care",
    "information": "information",
    "justice": "justice law court complaint lawyer",
    "police-institution": "police headquarters prefecture",
    "police-non-urgent": "police report",
    "police-online": "police report complaint online internet",
    "police-station": "police station complaint",
    "town-hall": "town hall mayor district",
    "victims": "victim victims support",
    "city": "city town hall report cleaning",
    "association": "association residents group",
}

ENGLISH: Final = Tongue(
    stemmer="english",
    stop=frozenset(words(_STOP)),
    filler=_FILLER,
    short=_SHORT,
    sounds=_SOUNDS,
    categories=_CATEGORIES,
)
