"""What is on the screen: places with an address, and the controls in them."""
