"""The visitor's industry, when it is stated plainly."""

import re

INDUSTRIES = tuple(
    sorted(
        """accounting, advertising, aerospace, agriculture, airline, architecture, automotive, aviation, banking, beauty, biotech, biotechnology,
broadcasting, car rental, chemical, chemicals, cleaning, clothing, construction, consulting, consumer electronics, consumer goods, cosmetics,
cybersecurity, defence, defense, dental, design, e-commerce, ecommerce, education, electronics, energy, engineering, entertainment, events, farming,
fashion, film, finance, financial services, fintech, fishing, fitness, food, food and beverage, forestry, freight, furniture, gaming,
gastronomy, government, hardware, health, health care, healthcare, hospitality, hotel, human resources, information technology, insurance,
interior design, investment, jewelry, landscaping, law, legal, legal services, leisure, life sciences, logistics, machinery, manufacturing,
maritime, marketing, media, medical, medical devices, metal, mining, mobility, music, non-profit, nonprofit, oil and gas, packaging, pharma,
pharmaceutical, pharmaceuticals, photography, plastics, plumbing, printing, property management, public sector, publishing, real estate,
recruiting, recruitment, renewable energy, restaurant, retail, robotics, saas, security, semiconductor, shipping, software, solar, sport, sports, steel,
supply chain, telecom, telecommunications, textile, textiles, tourism, toys, transport, transportation, travel, utilities, veterinary, warehousing,
waste management, web design, wellness, wholesale, wine""".replace("\n", " ").split(", "),
        key=len,
        reverse=True,
    )
)
KNOWN = "|".join(re.escape(name) for name in INDUSTRIES)
SECTOR = r"(?:industry|sector|business|space|field|branche|sector|secteur|trade)"
STATED = re.compile(
    rf"\b(?:we|i)(?:['’]?re|['’]?m|\s+are|\s+am)?\s+(?:work(?:ing)?\s+|operat(?:e|ing)\s+|active\s+|doing\s+business\s+)?in\s+(?:the\s+)?(?P<worked>{KNOWN})\b"
    rf"|\b(?:our|my|the)\s+(?:industry|sector)\s+(?:is\s+|:\s*)(?:the\s+)?(?P<named>{KNOWN}|[\w-]+(?:\s[\w-]+)?)"
    rf"|\b(?:industry|sector|branche|secteur)\s*[:=]\s*(?P<labelled>[^\n,;.]{{2,40}})"
    rf"|\bin\s+(?:the\s+)?(?P<field>{KNOWN}|[\w-]+)\s+(?:industry|sector|business|trade)\b"
    rf"|\b(?:we(?:['’]?re|\s+are)|i\s+(?:run|own|have)|i(?:['’]?m|\s+am)\s+(?:from|with|at))\s+an?\s+(?:[\w-]+\s+)?(?P<kind>{KNOWN})\s+"
    r"(?:company|firm|agency|startup|start-up|business|manufacturer|retailer|provider|studio|shop|store|distributor)\b",
    re.IGNORECASE,
)
NOT_ONE = frozenset("same your their this that my our any every whole other private right new small family".split())


def industry_in(text: str, *, asked: bool) -> tuple[str, str] | None:
    """The industry and the words that say it. A bare answer counts only when it was `asked` for."""
    found = STATED.search(text)
    if found:
        name = next(value for value in found.groupdict().values() if value)
        if name.lower() not in NOT_ONE:
            return name.strip().lower(), found[0]
    bare = re.match(rf"\W*(?:(?:it['’]?s|we['’]?re\s+in|in|mostly|mainly|the)\s+)*(?P<name>{KNOWN})\b", text, re.IGNORECASE) if asked else None
    return (bare["name"].lower(), bare["name"]) if bare else None
