"""Which items of a WordPress export a visitor of the site can see."""

import re

from sales_agent.adapters.site_readers.wordpress.fields import Item
from sales_agent.domain.knowledge import PageKind

_KINDS: dict[str, PageKind] = {"page": "page", "post": "post", "product": "product"}
_INTERNAL_WORDS = """
    attachment block changeset code css field font form layout library menu modal part pattern popup section slide
    slider snippet style table template variation widget

    appointment assignment attendee booking contact coupon donation email entry essay feedback inbound invoice lead
    membership message newsletter order outbound payment refund reservation response submission subscriber
    subscription ticket token transaction user

    certificate lesson quiz reply topic

    action cache log notification oembed redirect request revision rule script webhook wpform
"""
"""Of parts of pages; of business that is nobody else's; of what is behind a login or visitors write; of machinery."""
_INTERNAL = frozenset(_INTERNAL_WORDS.split())
_FAQ = re.compile(r"faq|question|^qa_")
_DOC = re.compile(r"doc|knowledge|help|article|guide|^kb")
_MEMBERS_ONLY = ("_members_access_role", "_wpmem_block", "_restrict_content", "rcp_user_level", "_ihc_mb_type")


def why_not_public(item: Item) -> str:
    """Why no visitor sees the item; empty when visitors do."""
    post_type, status = item.get("post_type"), item.get("status")
    words = re.split(r"[-_\s]", post_type.lower())
    if words[0] == "wp" or any({word, word.removesuffix("s")} & _INTERNAL for word in words):
        return f"type {post_type}"
    if status != "publish":
        return f"status {status}"
    if item.get("post_password"):
        return "password-protected"
    return "members only" if any(item.meta(key) for key in _MEMBERS_ONLY) else ""


def page_kind(post_type: str) -> PageKind:
    """What kind of page a post type is."""
    if post_type in _KINDS:
        return _KINDS[post_type]
    if _FAQ.search(post_type):
        return "faq"
    return "doc" if _DOC.search(post_type) else "page"
