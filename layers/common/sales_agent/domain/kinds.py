"""Everyday kinds of questions, in English and, for what is asked most, in German, Spanish and French."""

import re
from typing import NamedTuple


class Words(NamedTuple):
    """How a kind is asked, what its answer says, what stands in or above the answer, and what websites call it."""

    asked: str
    says: str
    under: str = ""
    looked_up: str = ""
    flags: re.RegexFlag = re.IGNORECASE
    headed: bool = False


_OURS = (
    r"(?:company|business|firm|practice|agency|organi[sz]ation|shop|store|studio|brand|start-?up|hotel|school|restaurant"
    r"|caf[eé]|clinic|club|workshop|factory|team)"
)
_PREMISES = r"(?:offices?|shops?|stores?|showrooms?|clinics?|practices?|headquarters|studios?|workshops?|premises)"
_PHONE = r"(?<!GB )(?<!umber )(?:\+\d|\(?\b0\d|\b\d{3}[-.])\d*[\s()/.-][\d\s()/.-]{4,}\d"
_COLOUR = r"(?:white|black|red|green|blue|yellow|gr[ae]y|silver|gold|pink|orange|purple|brown|beige|cream)"

MONEY = Words(
    asked=r"\b(?:price\w*|pricing|costs?|how much(?= (?:is|are|do|does|did|for|would|will|the|it|per)\b|\W*$)|cheap\w*"
    r"|expensive|preis\w*|kostet|wie ?viel(?= kostet)|teuer|precios?|cuestan?|cuánto|prix|coûte\w*|combien)\b",
    says=r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF)\b)\s?\d|\d\s?(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF|dollars?|euros?|pounds?)\b)"
    r"|\b(?:price|preis|precio|prix)\b\W*(?:from )?\d|\b(?:is|are) (?:free|included)\b|\bfree of charge\b|\bfor free\b"
    r"|\bcosts? nothing\b|\bat no (?:extra )?(?:cost|charge)\b|\b(?:kostenlos|gratis|gratuit\w*)\b",
)
FREE = Words(asked=r"\bfor free\b|\bfree(?= [a-z]+)|\bfree\W*$", says=rf"{MONEY.says}|\bfree\b", headed=True)
DISCOUNT = Words(
    asked=r"\b(?:discounts?|rabatte?|descuentos?|remises?)\b",
    says=r"%|\bdiscounts?\b|\bfor free\b|\bmonths? (?:are |is )?free\b|\bhalf price\b|\bpay half\b|\brabatt"
    r"|\bdescuento|\bremise",
)
REACHED = (
    Words(
        asked=r"\b(?:your |a |the )?(?:tele)?phone numbers?\b|\b(?:call|ring|phone) you\b|\btelefonnummer\b",
        says=_PHONE,
        looked_up="contact, telephone",
    ),
    Words(
        asked=r"\b(?:your|an) e-?mail(?: address(?:es)?)?\b|\be-?mail (?:you|address)\b|\be-?mail-?adresse\b",
        says=r"\S@\w",
        looked_up="contact, e-mail address",
    ),
    Words(
        asked=r"\b(?:contact|reach) you\b|\bcontact (?:details|information)\b|\bget in touch(?: with you)?\b"
        r"|\bhow (?:can|do|could) (?:i|we) (?:contact|reach)\b",
        says=rf"\S@\w|{_PHONE}",
        looked_up="contact",
    ),
)
ADDRESS = Words(
    asked=rf"\bwhere(?: exactly)?(?: are|'re| is|'s) (?:you|your (?:{_OURS}|offices?|headquarters))\b"
    r"(?: (?:located|based|situated))?(?=\W*$)"
    rf"|\bwhere(?: are| is|'s)(?= (?:your|the) {_PREMISES}\b)|\byour (?:postal |company |office |business )?address\b"
    r"|\bwhere (?:can|do) (?:i|we) find you\b|\bhow (?:do|can) (?:i|we) (?:get (?:there|to you)|find you)\b"
    r"|\bwo (?:sind|finde ich|sitzen) (?:sie|euch)\b",
    says=r"\b(?:[Aa]t|[Ii]n|[Nn]ear) [A-Z]\w+|\b\d+[A-Za-z]? [A-Z]\w+|[A-Z]\w+,? \w*\d|\b[Uu]nit \d",
    under=r"\b(?:address|where|location|located|based in|find us|visit|directions|offices?|showroom"
    r"|getting here|how to get)\b",
    looked_up="contact, address: where to find us",
    flags=re.NOFLAG,
)
DAYTIME = Words(
    asked=r"\b(?:opening|business|office|working|service|store|shop) (?:hours|times)\b|\bhours\b(?=\W*$)"
    r"|\bare you open\b|\bwhen (?:are|do) you (?:open|close)\b"
    r"|\bwhat time (?:do|are|is) (?:you|the \w+) (?:open|close)\w*\b"
    r"|\böffnungszeiten\b",
    says=r"\d[:.]\d\d|\d ?[ap]\.?m\b|\b24 ?/ ?7\b|\bclosed\b|\baround the clock\b",
    under=r"\b(?:open\w*|hours|weekdays?|daily|every day|mon|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|closed|24 ?/ ?7)\b",
    looked_up="opening hours: contact, weekdays from 9:00 to 17:00",
)
PAYMENT = Words(
    asked=r"\b(?:which |what )?(?:payment|paying) (?:methods?|options?|types?|forms?|terms|conditions)\b"
    r"(?: do you (?:accept|take|offer|support))?|\bhow (?:can|do|could|should|must) (?:i|we) pay\b(?! for)"
    r"|\bdo you (?:accept|take)(?= (?:credit |debit )?(?:cards?|cash|cheques?|paypal|visa|mastercard|invoices?)\b)"
    r"|\bcan (?:i|we) pay(?: (?:by|with|in|using))?(?= \w+(?: \w+){0,3}\W*$)",
    says=r"\b(?:cards?|transfer|instal?ments|invoice|paypal|visa|mastercard|cash|direct debit|cheques?|apple pay"
    r"|sepa)\b",
    under=r"\b(?:pay\w*|billing|checkout|we (?:accept|take))\b",
    looked_up="how to pay, payment by card or transfer",
)
COLOURS = Words(
    asked=r"\b(?:which |what )?colou?rs?\b"
    rf"|\b(?:come|available|get (?:it|one|them)|have (?:it|one)) in(?= {_COLOUR}\b)",
    says=rf"\b{_COLOUR}\b",
    under=r"\bcolou?rs?\b",
    looked_up="colours",
)
COMPANY = Words(
    asked=rf"\b(?:tell me )?(?:more |something )?about (?:(?:your|the|this) {_OURS}|you|yourselves)\b"
    rf"|\bwhat (?:does|do) (?:you|your {_OURS}|the {_OURS}) do(?=\W*$)|\bwho are you guys\b"
    rf"|\bwhat is (?:your|this) {_OURS}\b",
    says=r"\w{3}",
    under=r"\babout\b|\bwho we are\b|\bour (?:story|company|history|mission)\b|^the company\b",
    looked_up="about us, our company and team",
)
CUSTOMERS = Words(
    asked=r"\bwho (?:are|is) your (?:customers?|clients?)\b|\bwho (?:uses|trusts|buys from) (?:you|this|it)\b"
    r"|\b(?:customer )?(?:references|case stud(?:y|ies)|testimonials|success stories)\b",
    says=r"\w{3}",
    under=r"\b(?:(?:our|for) (?:customers?|clients?)|case stud\w+|trusted by|testimonials?|references|success stor\w+"
    r"|who \w+ (?:us|it))\b",
    looked_up="our customers, who uses it, trusted by, case study",
)
PEOPLE = Words(
    asked=r"\bhow many (?:people|employees|staff)"
    r"(?: do you (?:have|employ)|(?: \w+)? work\w*(?: for you| there| here| (?:at|in|for) (?:the|your) \w+)?| are you)"
    rf"|\bhow (?:big|large) is your (?:{_OURS}|team)\b",
    says=r"\b(?:\d[\d,.]*|\w+t(?:y|een)(?:-\w+)?) (?:people|employees|staff|colleagues)\b",
    under=r"\b(?:we are|about|team|employ\w*)\b",
    looked_up="about us, we are people",
)
FAULT = Words(
    asked=r"\b(?:what (?:happens|if) (?:if )?)?(?:\w+ \w+ )?"
    r"(?:breaks?(?: down)?|is broken|is faulty|stops working|is defective)\b",
    says=r"\b(?:repair\w*|mend(?:s|ed|ing)?|replac\w+|fix(?:es)?|warrant\w+)\b",
    looked_up="repair, warranty, fault",
)
_BEGAN = r"(?:found(?:ed|er|ers)|start(?:ed|s)|establish(?:ed|es)|opened|set up|began|created|built the first)"
FOUNDED = Words(
    asked=rf"\bwhen (?:was|were|did) (?:you|your {_OURS}|the {_OURS}|this {_OURS})(?: \w+)?"
    r" (?:founded|started|established|created|start|begin|open(?:ed)?|set up)\b"
    rf"|\bhow (?:long|many years) (?:have|has) (?:you|your {_OURS}|the {_OURS})"
    r" (?:been (?:in business|around|active)|exist\w*)\b"
    rf"|\bhow old (?:is|are) (?:you|your {_OURS}|the {_OURS})\b",
    says=r"\b(?:1[5-9]|20)\d\d\b",
    under=rf"\b(?:{_BEGAN}|since|founding)\b",
    looked_up="about us, our history: founded in",
)
FOUNDER = Words(
    asked=r"\bwho (?:founded|started|established|created|set up|is behind|began|opened)"
    r"(?= (?:you|your|the|this|it|[\w&]+\W*$))"
    r"|\bwho (?:are|is|were|was) (?:your|the) founders?\b",
    says=rf"(?s)\A(?=.*\b(?i:{_BEGAN})\b).*[A-Z][\w'-]+ [A-Z][\w'-]+",
    looked_up="about us, our history: founded by",
    flags=re.NOFLAG,
)
OWNER = Words(
    asked=r"\bwho (?:owns|runs)(?= (?:you|your|the|this|it)\b)|\bwho is (?:your|the) owner\b|\bwho is the owner of\b",
    says=r"\b(?:own(?:s|ed|er|ers)|belongs? to|bought|run by|family|led by|managed by)\b",
    looked_up="about us, our history: owner, belongs to",
)
JOBS = Words(
    asked=r"\bare you (?:currently |still )?hiring\b|\b(?:job|open) (?:openings?|offers?|positions?|vacanc\w+)\b"
    r"|\b(?:do you have|are there)(?: any)? (?:jobs|vacancies|open positions|openings)\b|\bcareers?\b",
    says=r"\b(?:jobs?|vacanc\w+|careers?|hiring|looking for|open positions?|apply|applications?)\b",
    under=r"\b(?:jobs?|vacanc\w+|careers?|join (?:us|our)|work (?:for|with|at) us|we are hiring|open positions?)\b",
    looked_up="jobs, careers: we are looking for",
)
REFUND = Words(
    asked=r"\b(?:get |have )?(?:(?:my|our|the|your) )?money back\b",
    says=r"\b(?:refund\w*|money (?:is )?back|give(?:s|n)? (?:it|everything|the money) back|get everything back"
    r"|tak(?:e|en) back|reimburse\w*)\b",
    looked_up="money back, refund, returns",
)
_MADE = r"(?:made|built|manufactured|produced|assembled|hand-?made|crafted)"
MADE = Words(
    asked=rf"\bwhere (?:is|are)(?= .*\b{_MADE}\b)|\bwhere do you(?= (?:make|build|manufacture|produce)\b)",
    says=r"\b(?:[Ii]n|[Aa]t|[Nn]ear) (?:[\w-]+ ){0,3}?[A-Z]\w",
    under=rf"\b{_MADE}\b",
    flags=re.NOFLAG,
)
