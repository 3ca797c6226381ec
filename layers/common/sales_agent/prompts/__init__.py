"""What models are told, one Markdown file a task; `{company}` and `{agent}` are filled in."""
