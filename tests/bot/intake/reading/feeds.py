"""Feeds to read, well-formed and of every broken kind."""

from bot.intake.fetched import Fetched

AT = "http://journal.fr/rss"


def rss(*items: str, title: str = "Le Journal", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """Return an RSS feed of the items."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel><title>{title}</title>{inner}</channel></rss>'.encode()


def item(number: int, more: str = "") -> str:
    """Return an item with a title and a link."""
    return f"<title>Titre {number}</title><link>http://journal.fr/{number}</link>{more}"


def fetched(
    body: bytes, content_type: str = "application/rss+xml", charset: str | None = None, *, reserved: bool = False
) -> Fetched:
    """Return the answer a fetch would bring."""
    return Fetched(AT, 200, body, content_type, charset, None, None, None, reserved)


ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title>
<entry><id>urn:1</id><title type="html">Un &lt;i&gt;titre&lt;/i&gt;</title><link rel="alternate" href="/a"/>
<published>2026-11-20T09:00:00+01:00</published><updated>2026-11-21T09:00:00Z</updated>
<content type="html">&lt;p&gt;Du texte.&lt;/p&gt;</content></entry></feed>"""


def lol() -> bytes:
    """Return a billion laughs."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return rss(item(1), title="&l9;", head=f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lines}]>')


def quadratic() -> bytes:
    """Return one long entity named many times: 2 GB from 200 kB."""
    return rss(item(1), title="&a;" * 20_000, head=f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"A" * 100_000}">]>')


def file_entity(path: str) -> bytes:
    """Return a feed whose title is the file at ``path``."""
    return rss(item(1), title="&a;", head=f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file://{path}">]>')
