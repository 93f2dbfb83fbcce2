"""Adding an image."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from flows.wagtail.editor import EditorWalk
from flows.wagtail.sign_in import enter
from pages.wagtail.admin import Admin, Answer
from pages.wagtail.images import Images, Upload
from verifier.authoring import proves


@proves("all-images")
def images_are_listed(walk: EditorWalk) -> None:
    """Open the page of images."""
    images = walk.on(Images)
    enter(walk, images)
    walk.see(images.heading)


@proves("images-chosen")
def images_are_chosen_in_the_menu(walk: EditorWalk) -> None:
    """Open the page of images and see their entry of the menu as the chosen one."""
    enter(walk, walk.on(Images))
    walk.see(walk.on(Admin).images, walk.on(Admin).chosen)


@proves("add-image")
def images_can_be_added(walk: EditorWalk) -> None:
    """Press the button; the page comes on which files are chosen."""
    enter(walk, walk.on(Images))
    walk.press(walk.on(Images).add)
    walk.see(walk.on(Upload).choose)


@proves("choose-file", changes=True)
def file_is_uploaded(walk: EditorWalk) -> None:
    """Choose a file; it is uploaded at once, and the field for tags comes below it."""
    upload = walk.on(Upload)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "school.png"
        Image.new("RGB", (320, 240), "teal").save(file)
        upload.choose_file(file)
        walk.see(upload.title, upload.tags_label)


@proves("image-updated", changes=True)
def image_is_described(walk: EditorWalk) -> None:
    """Fill in a better title and send it."""
    upload = walk.on(Upload)
    walk.enter(upload.title, "Школа весной")
    walk.press(upload.update)
    walk.see(walk.on(Answer).image_updated)
