"""The stand's own page: its made-up accounts, and the telephone that gets VK's codes."""
