"""The screens of a Wagtail site: those of its editors, and the pages that everybody sees."""
