"""What is on a screen: places, controls, elements, windows, the network."""
