/** The views with lessons, marks and homework; the same made-up ones for every pupil. */

import { element, heading } from "./dom.js";

const SCHOOL = JSON.parse(document.getElementById("school").textContent);

/** The week's lessons. */
export const WEEK = SCHOOL.week;

/** Make the list of one day's lessons. */
export function lessonList({ lessons }) {
  const rows = lessons.map((lesson, number) =>
    element("li", {}, element("span", { class: "lessons__time" }, SCHOOL.times[number]), element("span", {}, lesson)),
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
  const rows = SCHOOL.marks.map(([subject, all]) => {
    const mean = all.reduce((sum, mark) => sum + mark, 0) / all.length;
    return [subject, all.join(" "), mean.toFixed(2).replace(".", ",")];
  });
  section.replaceChildren(heading("Оценки"), table(["Предмет", "Оценки", "Средняя"], rows));
}

/** Show what there is to do at home. */
export function homework(section) {
  section.replaceChildren(heading("Домашние задания"), table(["Предмет", "Задание", "Срок"], SCHOOL.homework));
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
