"""Our fields of a person, a company and a deal -> those of Zoho's modules."""

from collections.abc import Mapping
from typing import Literal

from sales_agent.domain.crm import Kind

CONTACT: Mapping[str, str] = {
    "email": "Email",
    "phone": "Phone",
    "first_name": "First_Name",
    "last_name": "Last_Name",
    "lead_source": "Lead_Source",
    "qualification_score": "Qualification_Score",
    "company_size": "Company_Size",
    "budget_range": "Budget_Range",
    "timeline": "Timeline",
    "decision_maker": "Decision_Maker",
    "referrer_page": "Referrer_Page",
}
LEAD: Mapping[str, str] = {**CONTACT, "company": "Company", "industry": "Industry"}
COMPANY: Mapping[str, str] = {"name": "Account_Name", "domain": "Website", "industry": "Industry"}
DEAL: Mapping[str, str] = {"name": "Deal_Name", "outcome": "Stage", "lead_source": "Lead_Source"}


def default_mappings(person_object: Literal["lead", "contact"]) -> Mapping[Kind, Mapping[str, str]]:
    """Our field -> Zoho's; a contact has its company as an account, not as a text."""
    return {"person": CONTACT if person_object == "contact" else LEAD, "company": COMPANY, "deal": DEAL}
