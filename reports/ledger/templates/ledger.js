(() => {
  "use strict";
  const form = document.getElementById("the_filter");
  const search = form.elements.q;
  const shown = document.getElementById("the_count");
  const claims = [...document.querySelectorAll(".claim")];
  const texts = new Map(claims.map((claim) => [claim, claim.textContent.toLowerCase()]));

  const fits = (claim) => {
    const wanted = form.elements.verdict.value;
    const is = claim.dataset.verdict;
    const ofVerdict = wanted === "all" || wanted === is || (wanted === "attention" && is !== "holds");
    return ofVerdict && texts.get(claim).includes(search.value.trim().toLowerCase());
  };

  const apply = () => {
    for (const claim of claims) claim.hidden = !fits(claim);
    for (const group of document.querySelectorAll("main section, .findings, .unreached")) {
      group.hidden = !group.querySelector(".claim:not([hidden])");
    }
    const asked = form.elements.verdict.value !== "all" || search.value.trim();
    for (const group of document.querySelectorAll(".unreached")) group.open = Boolean(asked);
    const count = claims.filter((claim) => !claim.hidden).length;
    shown.textContent = count === claims.length ? "" : `Показано: ${count} из ${claims.length}`;
  };

  const choose = (verdict, text) => {
    const radio = [...form.elements.verdict].find((one) => one.value === verdict);
    (radio ?? form.elements.verdict[0]).checked = true;
    search.value = text;
    apply();
  };

  const address = () => {
    const state = new URLSearchParams({ verdict: form.elements.verdict.value });
    if (search.value.trim()) state.set("q", search.value.trim());
    return `#${state}`;
  };

  // A claim is called by its own name, or by that of its text and its own; of several of one name the first is meant.
  const called = (name) =>
    claims.find((claim) => claim.id === name) ??
    claims.find((claim) => claim.dataset.claim === name) ??
    claims.find((claim) => `${claim.dataset.text}/${claim.dataset.claim}` === name);

  const decoded = (hash) => {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash; // typed by hand, with a «%» that is none of an encoding
    }
  };

  // The address says what is shown: one claim, or those that pass the filter. So both can be linked, and «back» works.
  const follow = () => {
    const claim = called(decoded(location.hash.slice(1)));
    if (claim) {
      if (!fits(claim)) choose("all", "");
      for (let one = claim.querySelector("details"); one; one = one.parentElement.closest("details")) one.open = true;
      claim.scrollIntoView();
      return;
    }
    const state = new URLSearchParams(location.hash.slice(1));
    choose(state.get("verdict") ?? "all", state.get("q") ?? "");
  };

  form.addEventListener("change", (event) => {
    if (event.target !== search) location.hash = address();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", () => {
    apply();
    history.replaceState(null, "", address());
  });
  window.addEventListener("hashchange", follow);
  document.getElementById("the_search").hidden = false;
  follow();
})();
