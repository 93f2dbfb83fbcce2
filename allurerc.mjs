// How Allure 3 renders the results that a run leaves; `make report` and `npx allure` read it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ours = (name) => fileURLToPath(new URL(`reports/allure/${name}`, import.meta.url));

export default {
  name: "Держится ли инструкция",
  resultsDir: "reports/out/allure-results",
  output: "reports/out/allure-report",
  historyPath: "reports/out/allure-history.jsonl",
  historyLimit: 50,
  categories: JSON.parse(readFileSync(ours("categories.json"), "utf8")),
  plugins: {
    awesome: {
      import: ours("awesome.mjs"),
      // One file opens from a disk or an attachment; a folder would need a web server.
      options: { singleFile: true, reportLanguage: "ru", groupBy: ["epic", "feature"] },
    },
    agent: { enabled: false },
  },
};
