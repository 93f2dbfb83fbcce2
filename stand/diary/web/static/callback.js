/** The page to which VK ID's window comes back: it tells the diary's window, and closes itself. */

import { tellOpener } from "./vk_window.js";

if (tellOpener(document.getElementById("outcome").dataset.outcome)) window.close();
else location.replace(document.getElementById("way").href);
