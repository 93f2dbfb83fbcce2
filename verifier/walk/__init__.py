"""The walk: what a person does and checks, the evidence, the verdict, the journal."""
