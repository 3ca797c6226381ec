"""The objects of a fresh org, as an administrator has prepared it for the integration."""

from dataclasses import replace
from typing import Any

from local.vendors.salesforce.fields import KEY, SYSTEM, Field, area, choice, lookup, system, text

PREFIXES = {
    "Account": "001",
    "Contact": "003",
    "User": "005",
    "Organization": "00D",
    "Opportunity": "006",
    "OpportunityContactRole": "00K",
    "Lead": "00Q",
    "Task": "00T",
    "Event": "00U",
    "OpportunityStage": "01J",
    "ContentVersion": "068",
    "ContentDocument": "069",
    "ContentDocumentLink": "06A",
}
SOURCES = ("Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other")
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
STAGES = (  # (stage, probability, closed, won)
    ("Prospecting", 10, False, False),
    ("Qualification", 10, False, False),
    ("Needs Analysis", 20, False, False),
    ("Value Proposition", 50, False, False),
    ("Proposal/Price Quote", 75, False, False),
    ("Negotiation/Review", 90, False, False),
    ("Closed Won", 100, True, True),
    ("Closed Lost", 0, True, False),
)
RECORD_TYPES = {
    "Opportunity": (("Master", "Master", "012000000000000AAA"), ("Web Sales", "Web_Sales", "0125g0000000001AAA"))
}
"""Per object: name, developer name and id of each record type; the first is the default."""
FILED_UNDER = ("Lead", "Contact", "Account", "Opportunity", "Task", "Event")
LEAD_STATUSES = ("Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted")

PERSON = (
    text("FirstName", 40),
    text("LastName", 80, required=True),
    Field("Name", "string", 121, writes=False),
    text("Title", 128),
    Field("Email", "email", 80, id_lookup=True),
    Field("Phone", "phone", 40),
    Field("MobilePhone", "phone", 40),
    choice("LeadSource", *SOURCES),
    area("Description"),
    Field("HasOptedOutOfEmail", "boolean", default=False),
)
PROFILE = (
    Field("Qualification_Score__c", "double"),
    text("Company_Size__c", 80),
    text("Budget_Range__c", 80),
    text("Timeline__c", 80),
    Field("Decision_Maker__c", "boolean", default=False),
    Field("Referrer_Page__c", "url", 255),
)
ACTIVITY = (
    text("Subject", 255),
    area("Description"),
    lookup("WhoId", "Contact", "Lead"),
    lookup("WhatId", "Account", "Opportunity"),
    system("AccountId", "reference", 18),
)

OBJECTS: dict[str, tuple[Field, ...]] = {
    "Lead": (
        *PERSON,
        text("Company", 255, required=True),
        Field("Website", "url", 255),
        text("Street", 255),
        text("City", 40),
        text("State", 80),
        text("PostalCode", 20),
        text("Country", 80),
        Field("NumberOfEmployees", "int"),
        Field("AnnualRevenue", "currency"),
        choice("Industry", *INDUSTRIES),
        choice("Rating", "Hot", "Warm", "Cold", restricted=True),
        choice("Status", *LEAD_STATUSES, restricted=True, default=LEAD_STATUSES[0]),
        *PROFILE,
        Field("IsConverted", "boolean", writes=False),
        system("ConvertedDate", "date"),
        system("ConvertedAccountId", "reference", 18),
        system("ConvertedContactId", "reference", 18),
        system("ConvertedOpportunityId", "reference", 18),
    ),
    "Contact": (*PERSON, lookup("AccountId", "Account"), *PROFILE),
    "Account": (
        text("Name", 255, required=True),
        Field("Website", "url", 255),
        Field("Phone", "phone", 40),
        choice("Industry", *INDUSTRIES),
        Field("NumberOfEmployees", "int"),
        Field("AnnualRevenue", "currency"),
        area("Description"),
        text("BillingCity", 40),
        text("BillingCountry", 80),
    ),
    "Opportunity": (
        text("Name", 120, required=True),
        lookup("AccountId", "Account"),
        lookup("ContactId", "Contact", fixed=True),
        choice("StageName", *(stage[0] for stage in STAGES), required=True, restricted=True),
        Field("CloseDate", "date", required=True),
        Field("Amount", "currency"),
        Field("Probability", "percent"),
        choice("LeadSource", *SOURCES),
        text("NextStep", 255),
        Field("RecordTypeId", "reference", 18, default=RECORD_TYPES["Opportunity"][0][2]),
        area("Description"),
        system("IsClosed", "boolean"),
        system("IsWon", "boolean"),
    ),
    "OpportunityContactRole": (
        lookup("OpportunityId", "Opportunity", required=True, fixed=True),
        lookup("ContactId", "Contact", required=True),
        choice("Role", "Business User", "Decision Maker", "Evaluator", "Other"),
        Field("IsPrimary", "boolean", default=False),
    ),
    "Task": (
        *ACTIVITY,
        choice("Status", "Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred",
               restricted=True, default="Not Started"),
        choice("Priority", "High", "Normal", "Low", restricted=True, default="Normal"),
        Field("ActivityDate", "date"),
        choice("TaskSubtype", "Task", "Email", "Call", restricted=True, default="Task", fixed=True),
        system("IsClosed", "boolean"),
    ),
    "Event": (
        *ACTIVITY,
        Field("StartDateTime", "datetime", required=True),
        Field("EndDateTime", "datetime", required=True),
        text("Location", 255),
        choice("ShowAs", "Busy", "Free", "OutOfOffice", default="Busy"),
    ),
    "OpportunityStage": (
        text("MasterLabel", 255),
        text("ApiName", 255),
        Field("IsActive", "boolean"),
        Field("IsClosed", "boolean"),
        Field("IsWon", "boolean"),
        Field("SortOrder", "int"),
        Field("DefaultProbability", "percent"),
    ),
    "Organization": (text("Name", 80),),
    "User": (text("Name", 121), text("Username", 80), Field("Email", "email", 128), Field("IsActive", "boolean")),
    "ContentDocument": (text("Title", 255), text("LatestPublishedVersionId", 18)),
    "ContentVersion": (
        text("Title", 255),
        text("PathOnClient", 500, required=True, fixed=True),
        Field("VersionData", "base64", fixed=True),
        lookup("ContentDocumentId", "ContentDocument", fixed=True),
        lookup("FirstPublishLocationId", *FILED_UNDER, fixed=True),
        system("IsLatest", "boolean"),
        system("ContentSize", "int"),
    ),
    "ContentDocumentLink": (
        lookup("ContentDocumentId", "ContentDocument", required=True, fixed=True),
        lookup("LinkedEntityId", *FILED_UNDER, required=True, fixed=True),
        choice("ShareType", "V", "C", "I", restricted=True, default="V"),
        choice("Visibility", "AllUsers", "InternalUsers", "SharedUsers", restricted=True, default="AllUsers"),
    ),
}  # fmt: skip
READ_ONLY = ("Organization", "OpportunityStage", "User", "ContentDocument")
KEYED = dict.fromkeys(("Lead", "Contact", "Account", "Opportunity", "ContentVersion"), (KEY,))
KEYED |= dict.fromkeys(("Task", "Event"), (replace(KEY, unique=False),))

USERS = (
    {"Name": "Integration User", "Username": "agent@example.com", "Email": "agent@example.com", "IsActive": True},
    {"Name": "Maria Weber", "Username": "maria@example.com", "Email": "maria@example.com", "IsActive": True},
)


def fresh_fields() -> dict[str, dict[str, Field]]:
    """Every object's fields by name, as on the org's first day."""
    return {
        name: {field.name: field for field in (*SYSTEM, *own, *KEYED.get(name, ()))} for name, own in OBJECTS.items()
    }


def record_types(sobject: str) -> list[dict[str, Any]]:
    """The object's record types as describe shows them."""
    flags = {"active": True, "available": True}
    return [
        {"name": name, "developerName": developer_name, "recordTypeId": type_id, "master": at == 0, **flags}
        for at, (name, developer_name, type_id) in enumerate(RECORD_TYPES.get(sobject, ()))
    ]
