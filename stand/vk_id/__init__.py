"""VK ID: accounts, the sign-in form, and OAuth 2.1 with VK's habits."""
