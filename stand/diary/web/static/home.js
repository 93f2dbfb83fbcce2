/** The view `/students/my`: who is signed in. */

import { element, heading } from "./dom.js";
import { lessonList, WEEK } from "./lessons.js";

/** Show the greeting, the pupil's class and school. */
export function home(section, { pupil }) {
  const [education] = pupil.educations;
  const [monday] = WEEK;
  section.replaceChildren(
    heading(`Здравствуйте, ${pupil.firstname}!`),
    element(
      "div",
      { class: "columns" },
      element(
        "section",
        { class: "card" },
        element("h2", {}, "Об ученике"),
        element(
          "dl",
          { class: "facts" },
          ...fact("Ученик", "pupil-name", `${pupil.surname} ${pupil.firstname} ${pupil.middlename}`),
          ...fact("Класс", "pupil-class", education.group_name),
          ...fact("Школа", "pupil-school", education.institution_name),
        ),
      ),
      element("section", { class: "card" }, element("h2", {}, `Уроки: ${monday.day.toLowerCase()}`), lessonList(monday)),
    ),
  );
}

function fact(name, kind, value) {
  return [element("dt", {}, name), element("dd", { class: kind }, value)];
}
