// Allure's Awesome report, a little improved: it tells nobody that it was opened, a telephone can show it,
// and it waits for its own data.
import AwesomePlugin from "@allurereport/plugin-awesome";

const TRACKER = /<script async src="https:\/\/www\.googletagmanager\.com[^>]*><\/script>\s*<script>[^]*?<\/script>/;

// The data are at the end of the one file. Until that end is read, Allure's program takes a page that lacks this
// object for a report in many files, asks for them in vain, and stays empty.
const DATA_TO_COME = "<script>window.allureReportData = {};</script>";

const STYLE = `<style>
  [data-testid="metadata-item"]:has([data-testid="metadata-item-value"] > :nth-child(3)) {
    grid-column: 1 / -1; height: auto; align-items: start;
    & [data-testid="metadata-item-value"] { flex-wrap: wrap; }
    & [data-testid="metadata-item-value"] > div { max-width: 100%; }
  }
  @media (max-width: 600px) {
    [data-testid="test-result-step-header"],
    [data-testid="test-result-attachment-header"] { flex-wrap: wrap; }
    [data-testid="test-result-step-title"],
    [data-testid="test-result-attachment-header"] > span:last-of-type {
      flex: 1 1 0; min-width: calc(100% - 96px); overflow-wrap: anywhere;
    }
    [data-testid="test-result-attachment-header"] > button { flex: 1 1 100%; }
    :has(> [data-testid="metadata-item"]), :has(> [data-testid="test-result-meta-link"]) {
      grid-template-columns: 1fr !important;
    }
    :has(> [data-testid^="test-result-status-"]) { flex-wrap: wrap; }
    [data-testid="test-result-step-header"] > div:last-child,
    [data-testid="test-result-attachment-header"] > div:last-child { margin-left: auto; }
  }
</style>`;

export default class extends AwesomePlugin {
  constructor(...given) {
    super(...given);
    const done = this.done;
    this.done = (context, store) => done({ ...context, reportFiles: improving(context.reportFiles) }, store);
  }
}

function improving(files) {
  return {
    addFile(path, data) {
      if (path !== "index.html") return files.addFile(path, data);
      const page = data
        .toString("utf8")
        .replace(TRACKER, "")
        .replace("</head>", () => `${STYLE}${DATA_TO_COME}</head>`);
      return files.addFile(path, Buffer.from(page, "utf8"));
    },
  };
}
