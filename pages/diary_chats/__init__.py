"""The screens of the electronic diary and of VK Мессенджер."""
