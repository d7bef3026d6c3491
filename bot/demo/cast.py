"""Who is in the story."""

from bot.demo.stage import Actor

ANA = Actor("U0ANA", "Ana", "delivery lead", is_admin=True)
BEN = Actor("U0BEN", "Ben", "data engineering")
IDA = Actor("U0IDA", "Ida", "data engineering")
FAY = Actor("U0FAY", "Fay", "ML engineering")
GUS = Actor("U0GUS", "Gus", "platform")
KIM = Actor("U0KIM", "Kim", "platform")
CHI = Actor("U0CHI", "Chi", "SRE", timezone="Asia/Singapore")
DEE = Actor("U0DEE", "Dee", "compliance")
ELI = Actor("U0ELI", "Eli", "compliance")
HANA = Actor("U0HANA", "Hana", "business", timezone="America/New_York")

CAST = (ANA, BEN, IDA, FAY, GUS, KIM, CHI, DEE, ELI, HANA)

PARTIES: dict[str, tuple[Actor, ...]] = {
    "data-engineering": (BEN, IDA),
    "ml-engineering": (FAY,),
    "platform": (GUS, KIM),
    "sre": (CHI,),
    "compliance": (DEE, ELI),
    "business": (HANA,),
}
"""Each party's people, its owner first."""

CHANNELS = {
    "churn-model": "C0CHURN",
    "demand": "C0DEMAND",
    "invoices": "C0INVOICES",
    "triage": "C0TRIAGE",
    "general": "C0GENERAL",
}
