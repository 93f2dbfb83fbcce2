"""The images of the site, and where new ones are added."""

from __future__ import annotations

from pathlib import Path

from verifier.authoring import BUTTON, HEADING, Control, Element, Place


class Images(Place):
    """All images. Source: Wagtail's template `wagtailimages/images/index.html`."""

    name = "страница картинок"
    where = "на странице картинок"
    system = "wagtail_site"
    path = "/admin/images/"

    heading = Control("Изображения", HEADING)
    add = Control("Добавить изображение", BUTTON)


class Upload(Place):
    """Files are chosen and described. Source: Wagtail's template `wagtailimages/multiple/add.html`."""

    name = "страница новых картинок"
    where = "на странице новых картинок"
    system = "wagtail_site"
    path = "/admin/images/multiple/add/"

    choose = Control("Или выберите на вашем компьютере", BUTTON)
    update = Control("Обновить", BUTTON)

    preview = Element("загруженная картинка", "#upload-list .thumb img")
    title = Element("поле для заголовка картинки", "#upload-list input[name$=title]")
    tags_label = Element("подпись поля для меток", "#upload-list label[for$=tags]")

    def choose_file(self, file: Path) -> None:
        """Choose a file as if in the window that the browser opens for that."""
        self.window().locator("#fileupload").set_input_files(file)
