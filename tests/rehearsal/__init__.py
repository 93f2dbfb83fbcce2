"""The rehearsal: whole nights, as the CI files call them, against a staging that is a stand in a process of its own."""
