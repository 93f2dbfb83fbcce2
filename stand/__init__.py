"""A local stand-in for the diary, VK ID and VK Мессенджер, at their documented addresses."""

VERSION = "стенд 1"
"""What its pages say of their version; a new one for every change that a reader of a guide would notice."""
