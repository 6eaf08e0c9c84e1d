"""A small sound pack for tests, as files one can spoil."""

from pathlib import Path

CHECKED = "checked_on: 2026-11-20\n"

PACK = {
    "pack.yaml": (
        "slug: a-pack\ntitle: {fr: Ici, en: Here}\narea: {fr: ici, en: here}\nlanguages: [fr, en]\n"
        "time_zone: Europe/Paris\ngenerated: 2026-11-20\nmethod: {fr: m, en: m}\npublisher: {fr: p, en: p}\n"
    ),
    "emergency.yaml": (
        "checked_on: 2026-11-20\nchecked_by: Camille\nalways_first: {fr: appelez le 17, en: call 17}\n"
        "crisis: {fr: 'le 17, jour et nuit (24 h/24)', en: '17, day and night'}\ncontacts: [c-17]\n"
    ),
    "wording.yaml": "rules:\n  - {avoid: [zombie], use: {fr: une personne, en: a person}}\n",
    "sources/paper.yaml": f"title: Paper\nvoice: press\n{CHECKED}",
    "topics/noise.yaml": f"title: {{fr: Bruit, en: Noise}}\n{CHECKED}",
    "places/square.yaml": f"title: {{fr: Place, en: Square}}\nsort: square\nlat: 48.88\nlon: 2.37\ncoordinates_from: map\n{CHECKED}",
    "contacts/c-17.yaml": (
        "category: emergency\ntitle: {fr: Police, en: Police}\nphone: '17'\ndisplay_ok: true\ndisplay_fields: [phone]\n"
        f"verified: {{where: an official page, how: read, fields: [phone]}}\n{CHECKED}"
    ),
    "articles/a-1.yaml": (
        "title: {fr: Du bruit, en: Some noise}\nsource: paper\nlanguage: fr\ndate: 2026-11-01\ndate_certainty: exact\n"
        "url: https://www.paper.fr/a\nreliability: press\nplaces: [square]\ntopics: [noise]\n"
        f"summary: {{fr: Un bruit., en: A noise.}}\n{CHECKED}"
    ),
    "measures/m-1.yaml": (
        "field: policing\ntitle: {fr: Rondes, en: Rounds}\ndescription: {fr: r, en: r}\nauthority: {fr: Mairie, en: Town}\n"
        "places: [square]\ntopics: [noise]\nstatus: announced\nstatus_as_of: 2026-11\ntoday: {known: false, says: {fr: n, en: n}}\n"
        f"evidence: [{{source: a-1}}]\ncertainty: {{fr: c, en: c}}\n{CHECKED}"
    ),
    "figures/f-1.yaml": (
        "title: {fr: Appels, en: Calls}\nvalue: '44'\nunit: {fr: appels, en: calls}\nscope: {fr: ici, en: here}\nas_of: 2026\n"
        f"stated_by: {{fr: police, en: police}}\nsource: a-1\nmeasured_as: count\n{CHECKED}"
    ),
    "positions/s-1.yaml": (
        "role: {fr: maire, en: mayor}\nname: Jeanne Durand\ndisplay: role_only\ndate: 2026-11-01\ntopic: noise\nstance: for\n"
        f"says: {{fr: pour, en: for}}\nsource: a-1\n{CHECKED}"
    ),
    "positions/s-2.yaml": (
        "role: {fr: préfet, en: prefect}\ndisplay: role_only\ndate: 2026-11-01\ntopic: noise\nstance: against\n"
        f"says: {{fr: contre, en: against}}\nsource: a-1\n{CHECKED}"
    ),
    "needs/n-1.yaml": f"title: {{fr: Danger, en: Danger}}\ncontacts: [{{contact: c-17}}]\n{CHECKED}",
    "exclusions/x.yaml": f"title: Copies\nreason: r\nhosts: [copies.fr]\n{CHECKED}",
}


def a_pack(folder: Path, **changes: str | bytes | None) -> Path:
    """Write the pack into ``folder``; ``changes`` are further files (``a__b`` for ``a/b.yaml``), None leaves one out."""
    named = {key.replace("__", "/").replace("_", "-") + ".yaml": text for key, text in changes.items()}
    for file, text in {**PACK, **named}.items():
        put(folder, file, text)
    return folder


def put(folder: Path, file: str, text: str | bytes | None) -> None:
    """Write one file, or remove it."""
    path = folder / file
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def spoilt(folder: Path, file: str, old: str, new: str) -> Path:
    """Write the pack with one text of one file replaced; the text must be there."""
    assert old in PACK[file], f"{old!r} is not in {file}"
    a_pack(folder)
    put(folder, file, PACK[file].replace(old, new))
    return folder
