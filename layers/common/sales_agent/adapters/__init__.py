"""Tables of providers: name in `app.yaml` -> where its class is.

`pkgutil.resolve_name` turns an entry into the class; only then is its SDK imported. A class takes what it needs by
keyword: `secret` (a mapping with the vendor's keys and, where it is reached elsewhere, `base_url`), values of its
section of `app.yaml`, and other ports. Nothing is called before the first use, so making a provider is cheap.
"""

EMBEDDERS = {
    "embedded": "sales_agent.adapters.embedders.minilm:MiniLM",
    "memory": "sales_agent.adapters.embedders.memory:WordEmbedder",
    "openai": "sales_agent.adapters.embedders.openai:OpenAIEmbedder",
}
KNOWLEDGE_STORES = {
    "embedded": "sales_agent.adapters.knowledge_stores.embedded:EmbeddedStore",
    "memory": "sales_agent.adapters.knowledge_stores.memory:MemoryStore",
    "pinecone": "sales_agent.adapters.knowledge_stores.pinecone:PineconeStore",
}
CHAT_MODELS = {
    "embedded": "sales_agent.adapters.chat_models.embedded:ExtractiveModel",
    "openai": "sales_agent.adapters.chat_models.openai:OpenAIModel",
}
BLOBS = {
    "folder": "sales_agent.adapters.blobs.folder:FolderBlobs",
    "memory": "sales_agent.adapters.blobs.memory:MemoryBlobs",
    "s3": "sales_agent.adapters.blobs.s3:S3Blobs",
}
CALENDARS = {
    "builtin": "sales_agent.adapters.calendars.builtin:BuiltinCalendar",
    "calendly": "sales_agent.adapters.calendars.calendly:CalendlyCalendar",
    "google": "sales_agent.adapters.calendars.google:GoogleCalendar",
    "memory": "sales_agent.adapters.calendars.memory:MemoryCalendar",
    "outlook": "sales_agent.adapters.calendars.outlook:OutlookCalendar",
}
MAILERS = {
    "mailgun": "sales_agent.adapters.mailers.mailgun:MailgunMailer",
    "memory": "sales_agent.adapters.mailers.memory:MemoryMailer",
    "sendgrid": "sales_agent.adapters.mailers.sendgrid:SendGridMailer",
    "ses": "sales_agent.adapters.mailers.ses:SesMailer",
    "smtp": "sales_agent.adapters.mailers.smtp:SmtpMailer",
}
CRMS = {
    "hubspot": "sales_agent.adapters.crms.hubspot:HubSpotCrm",
    "memory": "sales_agent.adapters.crms.memory:MemoryCrm",
    "salesforce": "sales_agent.adapters.crms.salesforce:SalesforceCrm",
    "zoho": "sales_agent.adapters.crms.zoho:ZohoCrm",
}
CRM_IDENTITIES = {
    "hubspot": "sales_agent.adapters.hubspot_identity:HubSpotIdentity",
    "salesforce": "sales_agent.adapters.salesforce_identity:SalesforceIdentity",
    "zoho": "sales_agent.adapters.zoho_identity:ZohoIdentity",
}
"""The identity server of a CRM: turns a connection's credentials into access tokens."""
