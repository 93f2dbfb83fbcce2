"""The commands, their options and their help."""

from __future__ import annotations

from pathlib import Path

import click

from reports.cli.russian import Exit, Refusal, RussianGroup

_HOME = Path(__file__).resolve().parent.parent
OUT = _HOME / "out"
"""Where runs leave their results and where reports go."""
ACCEPTED = _HOME / "accepted"
"""Where the accepted guides are, a folder for each target and in it one for each text."""

_PATH = click.Path(path_type=Path)
_EXPECT = click.option(
    "--expect", "expected", multiple=True, metavar="БРАУЗЕР",
    help="Без частей этого браузера прогон неполон; можно повторять.",
)  # fmt: skip
_CODES = f"""\b
Код возврата:
  {Exit.DONE:<4} сделано всё
  {Exit.NOT_DONE:<4} не сделано: не все предложения подтверждены или нет журналов
  {Exit.USAGE:<4} команда записана не так
  {Exit.IN_PART:<4} сделано, но прочитаны не все журналы или пришли не все части прогона; о каждом сказано строкой
  {Exit.UNWRITABLE:<4} некуда писать, или файл оформления не годится; прежние файлы целы
  {Exit.DIFFERS:<4} compare: инструкции различаются
  {Exit.UNTOLD:<4} notify: сообщить удалось не всем; о каждом сказано строкой
  {Exit.INTERRUPTED:<4} прервано; прежние файлы целы
"""


@click.group(cls=RussianGroup, epilog=_CODES, options_metavar="", subcommand_metavar="КОМАНДА …")
def reports() -> None:
    """Делает отчёты из журналов прогона, без браузера: ведомость, инструкцию с картинками, её сравнение с принятой.

    Журнал — файл .json рядом со своими картинками; прогон оставляет их в reports/out/journals/.

    О каждой команде подробнее: python -m reports КОМАНДА --help
    """


@reports.command(
    epilog="""\b
Примеры:
  python -m reports render
  python -m reports render прогоны/вчера --out вчера --draft
"""
)
@click.argument("places", nargs=-1, type=_PATH, metavar="[ЖУРНАЛЫ]...")
@click.option("--out", type=_PATH, default=OUT, metavar="ПАПКА", help="Куда писать; обычно reports/out.")
@click.option("--draft", is_flag=True, help="Если подтверждено не всё, сделать черновик: guide-draft/.")
@click.option("--allure", "allure_out", type=_PATH, metavar="ПАПКА", help="Записать и результаты для Allure.")
@click.option(
    "--accepted", type=_PATH, default=ACCEPTED, metavar="ПАПКА",
    help="Где лежат принятые инструкции; обычно reports/accepted.",
)  # fmt: skip
@click.option(
    "--brand", type=_PATH, metavar="ФАЙЛ",
    help="Оформление инструкции; обычно brand.toml рядом с её текстом, если он там есть.",
)  # fmt: skip
@_EXPECT
def render(
    places: tuple[Path, ...],
    out: Path,
    draft: bool,
    allure_out: Path | None,
    accepted: Path,
    brand: Path | None,
    expected: tuple[str, ...],
) -> Exit:
    """Сделать ведомость и инструкцию с картинками.

    ЖУРНАЛЫ — файлы и папки; если их нет, берётся последний законченный прогон. Инструкция делается, только когда
    подтверждено каждое её предложение; иначе прежняя остаётся, а команда называет предложения, которые мешают.
    Новая инструкция сравнивается с принятой: compare.html. Если проходили несколько инструкций, у каждой своя папка:
    guides/ПРОДУКТ/ТЕКСТ/, и своя страница сравнения: compare/ПРОДУКТ/ТЕКСТ.html.
    """
    from reports.cli import render as rendering  # each command needs other libraries

    return rendering.render(
        places or [_newest()],
        out,
        accepted,
        draft=draft,
        allure_out=allure_out,
        expected=expected,
        brand=brand,
    )


@reports.command(
    epilog="""\b
Пример:
  python -m reports merge часть-1 часть-2 --into вместе
""",
    short_help="Собрать журналы нескольких прогонов вместе.",
)
@click.argument("places", nargs=-1, required=True, type=_PATH, metavar="ЖУРНАЛЫ...")
@click.option(
    "--into", type=_PATH, required=True, metavar="ПАПКА", help="Куда собрать; что там есть, останется."
)
@_EXPECT
def merge(places: tuple[Path, ...], into: Path, expected: tuple[str, ...]) -> Exit:
    """Собрать журналы нескольких прогонов или их частей и сделать общую ведомость.

    Журналы копируются вместе с картинками. Тот же журнал, встретившийся дважды, считается один раз. Если прогон
    делили ключом --shard, должны прийти все части: о каждой недостающей сказано строкой и в ведомости.
    """
    from reports.cli import render as rendering

    return rendering.merge(places, into, expected)


@reports.command(
    epilog="""\b
Примеры:
  python -m reports compare
  python -m reports compare reports/accepted/ЦЕЛЬ/ПРОДУКТ/ТЕКСТ вчера/guide --out разница.html
""",
    short_help="Показать, что изменилось между двумя инструкциями.",
)
@click.argument("accepted", required=False, type=_PATH, metavar="[ПРИНЯТАЯ]")
@click.argument("new", required=False, type=_PATH, metavar="[НОВАЯ]")
@click.option(
    "--out", type=_PATH, default=OUT / "compare.html", metavar="ФАЙЛ",
    help="Куда писать страницу; обычно reports/out/compare.html.",
)  # fmt: skip
def compare(accepted: Path | None, new: Path | None, out: Path) -> Exit:
    """Показать, что изменилось между двумя инструкциями: по предложениям и по картинкам.

    Обе — папки с guide.json, обе одного текста. Обычно сравнивается reports/accepted/ЦЕЛЬ/ПРОДУКТ/ТЕКСТ с
    reports/out/guide. Сглаживание букв, сдвиг на точку, дата и закрытые личные данные изменениями не считаются.
    """
    from reports.cli import accepted as accepting

    new = new or _the_guide()
    return accepting.compare_guides(accepted or accepting.accepted_beside(new, ACCEPTED), new, out)


@reports.command(
    epilog="""\b
Примеры:
  python -m reports accept
  python -m reports accept вчера/guide
"""
)
@click.argument("guide", required=False, type=_PATH, metavar="[ИНСТРУКЦИЯ]")
@click.option(
    "--into", type=_PATH, default=ACCEPTED, metavar="ПАПКА",
    help="Где лежат принятые инструкции; обычно reports/accepted.",
)  # fmt: skip
def accept(guide: Path | None, into: Path) -> Exit:
    """Принять инструкцию: с ней будут сравнивать следующие.

    Она заменит принятую для той же цели и того же текста; что при этом изменилось, команда скажет. Черновик принять
    нельзя.
    """
    from reports.cli import accepted as accepting

    return accepting.accept(guide or _the_guide(), into)


@reports.command(
    epilog="""\b
Примеры:
  NOTIFY_OPERATIONS=mailtos://… python -m reports notify
  python -m reports notify вместе/summary.json --ledger https://ci.example/ledger.html
""",
    short_help="Сообщить об итогах прогона тем, кому действовать.",
)
@click.argument("summary", required=False, type=_PATH, default=OUT / "summary.json", metavar="[ИТОГ]")
@click.option("--ledger", default="", metavar="АДРЕС", help="Где ведомость; обычно не называется.")
@click.option("--guide", default="", metavar="АДРЕС", help="Где инструкция с картинками.")
@click.option("--history", type=_PATH, metavar="ПАПКА", help="В какую историю записать, кому сообщено.")
def notify(summary: Path, ledger: str, guide: str, history: Path | None) -> Exit:
    """Сообщить об итогах прогона тем, кому действовать: в чат или почтой, через Apprise.

    О разошедшихся словах узнают авторы (NOTIFY_WRITERS), о том, что не работает, — разработчики
    (NOTIFY_DEVELOPERS), об окружении — эксплуатация (NOTIFY_OPERATIONS). В переменных — адреса в форме Apprise
    через пробел: https://github.com/caronc/apprise. О прогоне без замечаний не сообщается; с NOTIFY_ALWAYS=1 —
    коротко всем. Ссылка на прогон берётся из переменных GitHub или GitLab.
    """
    from reports.cli import notify as telling

    return telling.notify(summary, ledger, guide, history)


@reports.command(
    epilog="""\b
Примеры:
  python -m reports history
  python -m reports history вместе --history ночи --out ночи/history.html
""",
    short_help="Показать историю прогонов: сбои среды и время.",
)
@click.argument("places", nargs=-1, type=_PATH, metavar="[ЖУРНАЛЫ]...")
@click.option(
    "--history", "folder", type=_PATH, default=_HOME / "nights", metavar="ПАПКА",
    help="Где история, history.jsonl; обычно reports/nights.",
)  # fmt: skip
@click.option(
    "--out", type=_PATH, metavar="ФАЙЛ", help="Куда писать страницу; обычно history.html в той же папке."
)
def history(places: tuple[Path, ...], folder: Path, out: Path | None) -> Exit:
    """Показать историю прогонов: сколько сбоев среды у каждой проверки и предложения и не стали ли они дольше.

    История растёт на строку за прогон: её пишет pytest с ключом --history или эта команда, если назвать ЖУРНАЛЫ.
    Прогон, который там уже есть, второй раз не добавляется.
    """
    from reports.cli import history as remembering

    return remembering.history(places, folder, out or folder / "history.html")


def _the_guide() -> Path:
    """Return the guide that is meant where none is named: the only one. Raises `Refusal` where there are several."""
    from reports.cli import guides
    from reports.cli.console import near

    made = guides.published(OUT)
    if len(made) > 1:
        raise Refusal(f"Инструкций несколько, назовите одну: {', '.join(map(near, made))}")
    return made[0] if made else OUT / guides.GUIDE


def _newest() -> Path:
    from reports import journals
    from reports.cli.console import near

    try:
        return journals.newest_run(Path(near(OUT)))
    except journals.NoJournalsError as error:
        raise Refusal(str(error)) from None
