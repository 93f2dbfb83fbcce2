"""The engine, room by room: what holds of it for any product."""
