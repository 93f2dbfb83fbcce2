"""The screens of VK ID, which serve every product that signs its users in with it."""
