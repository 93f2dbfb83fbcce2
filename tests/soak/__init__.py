"""The soak: many walks under changing weather on a busy machine, in search of false alarms."""
