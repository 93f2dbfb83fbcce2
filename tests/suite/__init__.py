"""The suite itself: does it say the right thing, in the right words, of a product that is wrong?"""
