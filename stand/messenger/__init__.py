"""The stand's VK Мессенджер: sign-in with VK ID, chats, messages."""
