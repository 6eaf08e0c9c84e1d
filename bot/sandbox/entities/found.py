"""What Telegram finds in a text by itself: addresses, mentions, commands, hashtags, cashtags, e-mail, telephone numbers."""

import re

from bot.sandbox.entities.units import units
from bot.sandbox.record import Record

COUNTRIES = (
    "ac ad ae af ag ai al am ao ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf "
    "cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge "
    "gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh "
    "ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw "
    "mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb "
    "sc sd se sg sh si sj sk sl sm sn so sr st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk "
    "us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
GENERIC = (
    "com org net edu gov mil int info biz name pro aero asia cat coop jobs mobi museum post tel travel xxx app dev page "
    "blog shop site online store tech cloud paris alsace bzh corsica tube wiki news media press city social chat email "
    "link live world today space website agency center company digital gallery global group guide health house land "
    "law legal life love network one plus red report rocks run school science services solutions studio support team "
    "tips tools tours town trade training university video vip work works xyz zone art bar bio cafe club onion ton"
)
TLD = "|".join(sorted({*COUNTRIES.split(), *GENERIC.split()}, key=len, reverse=True))
HOST = rf"(?:[^\W_](?:[\w-]{{0,62}}[^\W_])?\.)+(?:{TLD})(?![\w-])"
URL = re.compile(
    rf"(?<![\w@.$/-])(?:https?://(?:{HOST}|localhost|\d{{1,3}}(?:\.\d{{1,3}}){{3}})|(?:ftp://)?{HOST})"
    r"(?::\d{1,5}(?!\d))?(?:[/?#][^\s<>«»\"“”]*)?",
    re.IGNORECASE,
)
SPECIAL = re.compile(r"(?<![\w])(?:tg|ton)://[A-Za-z0-9_?=&#%/.+-]+", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w])@([A-Za-z0-9_]{2,32})(?![\w])", re.ASCII)
COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w/<>])", re.ASCII)
HASHTAG = re.compile(r"(?<![\w·])#((?=[\d_·]*[^\W\d_])[\w·]{1,256})(?:@[A-Za-z0-9_]{3,32})?(?![\w·]*#)")
CASHTAG = re.compile(r"(?<![\w$])\$(1INCH|[A-Z]{1,8})(?:@[A-Za-z0-9_]{3,32})?(?![\w$])")
EMAIL = re.compile(
    r"(?<![\w.+-])(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}(?![\w-])",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w+])\+\d(?:[ .()-]{0,2}\d){7,14}(?!\w)")
SHORT_NAMES = {"gif", "wiki", "vid", "bing", "pic", "bold", "imdb", "coub", "like", "vote", "ya"}
OPAQUE = {"pre", "code", "text_link", "text_mention", "custom_emoji"}


def found_in(text: str, entities: list[Record]) -> list[Record]:
    """Return the entities Telegram adds to those given, none of them inside code or a link."""
    taken = [(one["offset"], one["offset"] + one["length"]) for one in entities if one["type"] in OPAQUE]
    added: list[Record] = []
    for kind, start, end in _candidates(text):
        offset, stop = units(text[:start]), units(text[:end])
        if all(stop <= left or offset >= right for left, right in taken):
            taken.append((offset, stop))
            added.append({"type": kind, "offset": offset, "length": stop - offset})
    return added


def _candidates(text: str) -> list[tuple[str, int, int]]:
    spans = [("mention", *match.span()) for match in MENTION.finditer(text) if _is_name(match.group(1))]
    spans += [("bot_command", *match.span()) for match in COMMAND.finditer(text)]
    spans += [("email", *match.span()) for match in EMAIL.finditer(text)]
    spans += [("url", *match.span()) for match in SPECIAL.finditer(text)]
    spans += [("url", match.start(), _end_of_url(match)) for match in URL.finditer(text)]
    spans += [("hashtag", *match.span()) for match in HASHTAG.finditer(text)]
    spans += [("cashtag", *match.span()) for match in CASHTAG.finditer(text)]
    spans += [("phone_number", *match.span()) for match in PHONE.finditer(text)]
    # What starts first wins, then what is longer, as in Telegram's search for intersections.
    return sorted(spans, key=lambda span: (span[1], -span[2]))


def _is_name(name: str) -> bool:
    return len(name) >= 4 or name.lower() in SHORT_NAMES


def _end_of_url(match: re.Match[str]) -> int:
    """Return the end of an address without the punctuation of the sentence around it."""
    url = match.group()
    while url:
        last = url[-1]
        if (
            last in ".,:;!?'`*~…"
            or (last == ")" and url.count(")") > url.count("("))
            or (last in "]}" and url.count(last) > url.count({"]": "[", "}": "{"}[last]))
        ):
            url = url[:-1]
        else:
            break
    return match.start() + len(url)
