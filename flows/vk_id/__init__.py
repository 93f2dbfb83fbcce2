"""What a person does at VK ID, whichever product has sent him or her there."""
