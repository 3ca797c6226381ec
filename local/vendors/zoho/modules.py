"""The modules of a fresh organisation, as an administrator has prepared them for the integration."""

from local.vendors.zoho.fields import Field

SOURCES = ("Advertisement", "Cold Call", "External Referral", "Online Store", "Partner", "Chat", "Web Download")
INDUSTRIES = (
    "Agriculture",
    "Construction",
    "Education",
    "Energy",
    "Healthcare",
    "Manufacturing",
    "Retail",
    "Technology",
)
PIPELINES = {
    "Standard (Standard)": (
        "Qualification",
        "Needs Analysis",
        "Value Proposition",
        "Proposal/Price Quote",
        "Negotiation/Review",
        "Closed Won",
        "Closed Lost",
    ),
    "Renewals": ("Due", "Closed Won", "Closed Lost"),
}
STAGES = tuple(dict.fromkeys(stage for stages in PIPELINES.values() for stage in stages))
MADE_FOR = ("Leads", "Contacts", "Accounts", "Deals", "Tasks", "Events")
"""Modules with the unique field the administrator has made for the integration."""
KEY = Field("Agent_Key", length=100, unique=True, custom=True)

UPSERTED_BY = {"Leads": ("Email",), "Contacts": ("Email",), "Accounts": ("Account_Name",), "Deals": ("Deal_Name",)}
"""Modules that can be upserted, and the fields duplicates are looked for by when the request names none."""
NAME = {"Leads": "Last_Name", "Contacts": "Last_Name", "Accounts": "Account_Name", "Deals": "Deal_Name",
        "Tasks": "Subject", "Events": "Event_Title", "Notes": "Note_Title"}  # fmt: skip

SYSTEM = (
    Field("id", "bigint", read_only=True),
    Field("Created_Time", "datetime", read_only=True),
    Field("Modified_Time", "datetime", read_only=True),
    Field("Created_By", "ownerlookup", read_only=True),
    Field("Modified_By", "ownerlookup", read_only=True),
    Field("Owner", "ownerlookup", module="Users"),
)
PERSON = (
    Field("First_Name", length=40),
    Field("Last_Name", length=80, mandatory=True),
    Field("Full_Name", length=121, read_only=True),
    Field("Email", "email", 100),
    Field("Phone", "phone", 30),
    Field("Mobile", "phone", 30),
    Field("Lead_Source", "picklist", 120, values=SOURCES),
    Field("Description", "textarea", 32_000),
    Field("Email_Opt_Out", "boolean"),
    Field("Qualification_Score", "integer", 9, custom=True),
    Field("Company_Size", length=100, custom=True),
    Field("Budget_Range", length=100, custom=True),
    Field("Timeline", length=100, custom=True),
    Field("Decision_Maker", "boolean", custom=True),
    Field("Referrer_Page", "website", 450, custom=True),
)
RELATED = (
    Field("Who_Id", "lookup", module="Contacts"),
    Field("What_Id", "lookup", module="$se_module"),
    Field("$se_module"),
    Field("Description", "textarea", 32_000),
)

MODULES: dict[str, tuple[Field, ...]] = {
    "Leads": (
        *PERSON,
        Field("Company", length=200, mandatory=True),
        Field("Designation", length=100),
        Field("Website", "website", 450),
        Field("Industry", "picklist", 120, values=INDUSTRIES),
        Field("Lead_Status", "picklist", 120, values=("Attempted to Contact", "Contact in Future", "Contacted",
              "Junk Lead", "Lost Lead", "Not Contacted", "Pre-Qualified", "Not Qualified")),
        Field("Rating", "picklist", 120, values=("Acquired", "Active", "Market Failed", "Project Cancelled")),
        Field("No_of_Employees", "integer", 9),
        Field("Annual_Revenue", "currency", 16),
        Field("Street", length=250),
        Field("City", length=100),
        Field("State", length=100),
        Field("Zip_Code", length=30),
        Field("Country", length=100),
        Field("Converted__s", "boolean", read_only=True),
    ),
    "Contacts": (*PERSON, Field("Title", length=100), Field("Account_Name", "lookup", module="Accounts")),
    "Accounts": (
        Field("Account_Name", length=200, mandatory=True),
        Field("Website", "website", 450),
        Field("Phone", "phone", 30),
        Field("Industry", "picklist", 120, values=INDUSTRIES),
        Field("Employees", "integer", 9),
        Field("Annual_Revenue", "currency", 16),
        Field("Billing_City", length=100),
        Field("Billing_Country", length=100),
        Field("Description", "textarea", 32_000),
    ),
    "Deals": (
        Field("Deal_Name", length=120, mandatory=True),
        Field("Pipeline", "picklist", 120, values=tuple(PIPELINES), mandatory=True),
        Field("Stage", "picklist", 120, values=STAGES, mandatory=True),
        Field("Closing_Date", "date"),
        Field("Amount", "currency", 16),
        Field("Account_Name", "lookup", module="Accounts"),
        Field("Contact_Name", "lookup", module="Contacts"),
        Field("Lead_Source", "picklist", 120, values=SOURCES),
        Field("Next_Step", length=100),
        Field("Description", "textarea", 32_000),
    ),
    "Tasks": (
        Field("Subject", length=300, mandatory=True),
        Field("Due_Date", "date"),
        Field("Status", "picklist", 120, values=("Not Started", "Deferred", "In Progress", "Completed",
              "Waiting for input")),
        Field("Priority", "picklist", 120, values=("High", "Highest", "Low", "Lowest", "Normal")),
        *RELATED,
    ),
    "Events": (
        Field("Event_Title", length=255, mandatory=True),
        Field("Start_DateTime", "datetime", mandatory=True),
        Field("End_DateTime", "datetime", mandatory=True),
        Field("Venue", length=255),
        *RELATED,
    ),
    "Notes": (
        Field("Note_Title", length=120),
        Field("Note_Content", "textarea", 32_000, mandatory=True),
        Field("Parent_Id", "lookup", module="$se_module", mandatory=True),
        Field("$se_module"),
    ),
}  # fmt: skip


def fresh_fields() -> dict[str, dict[str, Field]]:
    """Every module's fields by api name, as on the organisation's first day."""
    return {
        module: {field.api_name: field for field in (*SYSTEM, *own, *((KEY,) if module in MADE_FOR else ()))}
        for module, own in MODULES.items()
    }
