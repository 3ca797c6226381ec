"""The text of the notes that a CRM gets of a conversation."""

from collections.abc import Sequence

from sales_agent.domain.conversation import Turn
from sales_agent.domain.summary import Summary


def note_text(summary: Summary, turns: Sequence[Turn]) -> str:
    """Summary and full transcript as plain text."""
    lists = {"Interests": summary.interests, "Open questions": summary.open_questions, "Next steps": summary.next_steps}
    blocks = [summary.overview]
    blocks += ["\n".join([f"{title}:", *(f"- {line}" for line in lines)]) for title, lines in lists.items() if lines]
    if summary.sources:
        blocks.append("\n".join(["Pages cited:", *(f"- {source.url}" for source in summary.sources)]))
    blocks.append("Transcript:")
    blocks += [f"Visitor: {turn.text}\nAgent: {turn.reply.text}" for turn in turns]
    return "\n\n".join(blocks)


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` characters, cut at a blank line where there is one."""
    parts = []
    while len(text) > limit:
        cut = text.rfind("\n\n", limit // 2, limit)
        cut = cut if cut > 0 else limit
        parts.append(text[:cut])
        text = text[cut:].lstrip("\n")
    return [*parts, text]
