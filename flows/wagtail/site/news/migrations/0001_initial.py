"""A page of the one kind is one of Wagtail's own and nothing besides."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The only step; the table that it leans on is there in every release from 5.2 on."""

    initial = True
    dependencies = (("wagtailcore", "0089_log_entry_data_json_null_to_object"),)
    operations = (
        migrations.CreateModel(
            name="NewsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={"abstract": False},
            bases=("wagtailcore.page",),
        ),
    )
