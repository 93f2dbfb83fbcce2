"""The engine: walks any written instruction about any product, and knows none of them."""
