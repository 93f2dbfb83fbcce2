/** The views with lessons, marks and homework; the same made-up ones for every pupil. */

import { element, heading } from "./dom.js";

const TIMES = ["9:00–9:45", "9:55–10:40", "11:00–11:45", "12:05–12:50", "13:00–13:45"];

/** The week's lessons. */
export const WEEK = [
  { day: "Понедельник", lessons: ["Алгебра", "Русский язык", "Физика", "История", "Английский язык"] },
  { day: "Вторник", lessons: ["Литература", "Геометрия", "Биология", "Музыка"] },
  { day: "Среда", lessons: ["Русский язык", "Информатика", "Алгебра", "Физкультура"] },
  { day: "Четверг", lessons: ["География", "Английский язык", "Физика", "Классный час"] },
  { day: "Пятница", lessons: ["Геометрия", "Литература", "История", "Технология"] },
];

const MARKS = [
  ["Алгебра", [5, 4, 5, 4]],
  ["Английский язык", [5, 5, 4]],
  ["Биология", [4, 5]],
  ["История", [5, 4, 4]],
  ["Литература", [5, 5]],
  ["Русский язык", [4, 4, 5, 4]],
  ["Физика", [4, 5, 4]],
];

const HOMEWORK = [
  ["Алгебра", "№\u00a0318, №\u00a0320", "к среде"],
  ["Русский язык", "Упражнение 142, правило на с.\u00a061", "к среде"],
  ["Физика", "Параграф 12, вопросы 1–4", "к четвергу"],
  ["Литература", "Прочитать главу 5", "к пятнице"],
];

/** Make the list of one day's lessons. */
export function lessonList({ lessons }) {
  const rows = lessons.map((lesson, number) =>
    element("li", {}, element("span", { class: "lessons__time" }, TIMES[number]), element("span", {}, lesson)),
  );
  return element("ol", { class: "lessons" }, ...rows);
}

/** Show the week's lessons. */
export function schedule(section) {
  const days = WEEK.map((day) => element("section", { class: "card" }, element("h2", {}, day.day), lessonList(day)));
  section.replaceChildren(heading("Расписание"), element("div", { class: "columns" }, ...days));
}

/** Show the marks of the term. */
export function marks(section) {
  const rows = MARKS.map(([subject, all]) => {
    const mean = all.reduce((sum, mark) => sum + mark, 0) / all.length;
    return [subject, all.join(" "), mean.toFixed(2).replace(".", ",")];
  });
  section.replaceChildren(heading("Оценки"), table(["Предмет", "Оценки", "Средняя"], rows));
}

/** Show what there is to do at home. */
export function homework(section) {
  section.replaceChildren(heading("Домашние задания"), table(["Предмет", "Задание", "Срок"], HOMEWORK));
}

function table(columns, rows) {
  const head = element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)));
  const body = rows.map(([first, ...rest]) =>
    element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", {}, cell))),
  );
  return element(
    "div",
    { class: "card card--table" },
    element("table", { class: "table" }, element("thead", {}, head), element("tbody", {}, ...body)),
  );
}
