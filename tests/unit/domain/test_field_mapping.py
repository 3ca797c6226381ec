"""Our fields into the CRM's: planned against its metadata, converted to its types, refused with a reason."""

import pytest

from sales_agent.domain.crm import CrmField, FieldType, Value
from sales_agent.domain.field_mapping import converted, plan_fields

FIELDS = [
    CrmField(name="Email", required=True),
    CrmField(name="LastName", required=True, length=8),
    CrmField(name="Score__c", type="number"),
    CrmField(name="Owner__c", type="text", writable=False),
    CrmField(name="Since__c", type="date"),
    CrmField(name="Boss__c", type="boolean"),
    CrmField(name="Region__c", type="choice", options=["EMEA"], required=True),
    CrmField(name="Made__c", type="datetime", required=True, writable=False),
    CrmField(name="OwnerId", type="other"),
    CrmField(name="Agent_Key__c", unique=True),
]


def test_a_plan_names_where_each_field_goes_and_what_stays_unfilled() -> None:
    plan = plan_fields({"email": "Email", "last_name": "LastName"}, {"qualification_score": "Score__c"}, FIELDS)
    assert plan.mapping == {"email": "Email", "last_name": "LastName", "qualification_score": "Score__c"}
    assert plan.unfilled == ["Region__c"]


@pytest.mark.parametrize(
    ("ours", "theirs", "why"),
    [
        ("company", "Firm__c", "the CRM has no field 'Firm__c'"),
        ("company", "Owner__c", "'Owner__c' cannot be written"),
        ("timeline", "Since__c", "'Since__c' holds a date; 'timeline' is text"),
        ("company", "Boss__c", "'Boss__c' holds yes or no; 'company' does not"),
        ("budget_range", "Score__c", "'Score__c' holds a number; 'budget_range' is text"),
        ("timeline", "OwnerId", "'OwnerId' is no field for text, a number, a choice, or yes and no"),
        ("timeline", "Agent_Key__c", "'Agent_Key__c' has another value on every record; no two may share one"),
        ("customer_name", "Email", "'Email' is taken by 'email'"),
    ],
)
def test_a_wish_that_cannot_be_met_says_why_and_costs_nothing_else(ours: str, theirs: str, why: str) -> None:
    plan = plan_fields({"email": "Email"}, {ours: theirs}, FIELDS)
    assert [line.refused for line in plan.lines if line.ours == ours] == [why]
    assert plan.mapping == {"email": "Email"}


def test_of_two_wishes_for_one_field_the_first_counts() -> None:
    plan = plan_fields({"email": "Email"}, {"timeline": "LastName", "company_size": "LastName"}, FIELDS)
    assert plan.mapping == {"email": "Email", "timeline": "LastName"}
    assert [line.refused for line in plan.lines if line.ours == "company_size"] == ["'LastName' is taken by 'timeline'"]


def test_a_field_that_a_wish_leaves_can_be_taken_by_another() -> None:
    defaults = {"first_name": "LastName", "last_name": "Email", "timeline": "Since__c"}
    wanted = {"first_name": "Email", "last_name": "LastName", "timeline": ""}
    assert plan_fields(defaults, wanted, FIELDS).mapping == {"first_name": "Email", "last_name": "LastName"}


def test_an_address_and_what_goes_there_by_default_may_be_unique() -> None:
    fields = [CrmField(name=name, unique=True) for name in ("mail", "mail_2", "tel")]
    plan = plan_fields({"email": "mail", "phone": "tel"}, {"email": "mail_2", "phone": "tel"}, fields)
    assert plan.mapping == {"email": "mail_2", "phone": "tel"}


def test_a_default_without_its_field_says_what_to_do_and_an_empty_wish_switches_a_field_off() -> None:
    plan = plan_fields({"timeline": "Timeline__c", "email": "Email"}, {"email": ""}, FIELDS)
    assert plan.mapping == {}
    assert [line.refused for line in plan.lines] == ["the CRM has no field 'Timeline__c'; make it to fill it"]
    assert plan.unfilled == ["Email", "LastName", "Region__c"]


@pytest.mark.parametrize(
    ("value", "type_", "options", "expected"),
    [
        ("  Ann  ", "text", [], "Ann"),
        ("Annabelle Lee", "text", [], "Annabell"),
        (85, "number", [], 85),
        ("85.5", "number", [], 85.5),
        ("about 5", "number", [], None),
        ("Yes", "boolean", [], True),
        (False, "boolean", [], False),
        ("perhaps", "boolean", [], None),
        ("emea", "choice", ["APAC", "EMEA"], "EMEA"),
        ("Computer software", "choice", ["COMPUTER_HARDWARE", "COMPUTER_SOFTWARE"], "COMPUTER_SOFTWARE"),
        ("c++", "choice", ["C", "C++"], "C++"),
        ("!", "choice", ["-", "?"], None),
        ("Computer", "choice", ["COMPUTER_SOFTWARE"], None),
        ("Straße & Bau", "choices", ["Strasse bau"], "Strasse bau"),
        ("website", "choice", ["Advertisement", "Cold Call", "Web Download", "Chat"], "Chat"),
        ("website", "choice", ["Chat", "Web", "Phone Inquiry"], "Web"),
        ("website", "choice", ["Web", "Web Site"], "Web Site"),
        ("website", "choice", ["Advertisement", "Webinar", "Chat Room"], None),
        ("google", "choice", ["Web", "Chat"], None),
        (True, "choice", ["No", "Yes"], "Yes"),
        (False, "choice", ["No", "Yes"], "No"),
    ],
)
def test_a_value_becomes_what_the_field_holds(
    value: Value, type_: FieldType, options: list[str], expected: Value | None
) -> None:
    assert converted(value, CrmField(name="F", type=type_, options=options, length=8)) == expected


@pytest.mark.parametrize(
    ("ours", "options", "unfit"),
    [
        ("lead_source", ["Advertisement", "Cold Call"], "'website' of lead_source is none of its 2 options"),
        ("lead_source", ["Cold Call", "Chat"], "a value of lead_source that is none of its 2 options"),
        ("industry", ["Retail", "Energy", "Other"], "a value of industry that is none of its 3 options"),
        ("decision_maker", ["CEO", "Clerk"], "'true' and 'false' of decision_maker is none of its 2 options"),
        ("decision_maker", ["Yes", "No"], ""),
        ("outcome", ["Open", "Won"], ""),
    ],
)
def test_a_plan_says_which_values_a_list_of_options_drops(ours: str, options: list[str], unfit: str) -> None:
    (line,) = plan_fields({ours: "List"}, {}, [CrmField(name="List", type="choice", options=options)]).lines
    assert line.refused == ""
    assert line.unfit.startswith(unfit)
    assert bool(line.unfit) == bool(unfit)


def test_a_plan_has_no_doubt_about_texts_and_fields_that_are_left_out() -> None:
    plan = plan_fields({"email": "Email", "lead_source": "Nowhere"}, {"timeline": "Since__c"}, FIELDS)
    assert [line.unfit for line in plan.lines] == ["", "", ""]
