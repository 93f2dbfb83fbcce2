"""The school chats: from the electronic diary by VK ID to VK Мессенджер, and back."""
