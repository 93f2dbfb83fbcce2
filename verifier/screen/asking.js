// A selector engine for Playwright that answers questions about elements instead of looking for some.
//
// At the end of a selector `verifier=7:0` keeps what the selector has found for question 0 of the seventh time; after all
// of them `verifier=7:[["words", null], …]` answers them, as the text of an element that is on no page.
(() => {
  // Says whether what stands in an element is private.
  const isPrivate = (element, [privateRegions, publicParts]) => {
    const region = privateRegions ? element.closest(privateRegions) : null;
    const part = region && publicParts ? element.closest(publicParts) : null;
    // A region within a public part is private again: what is nearest to the element decides.
    return region !== null && !(part && part !== region && region.contains(part));
  };
  const readings = {
    READINGS
  };
  const memory = {};  // what one reading leaves for a later one
  let time = '', found = [];
  return {
    queryAll(root, body) {
      const [which, asked] = [body.slice(0, body.indexOf(':')), body.slice(body.indexOf(':') + 1)];
      if (which !== time) [time, found] = [which, []];
      if (/^\d+$/.test(asked)) {
        (found[asked] ||= []).push(root);
        return [];
      }
      const answers = JSON.parse(decodeURIComponent(asked))
        .map(([reading, told], number) => readings[reading](found[number] || [], told));
      found = [];
      const answer = document.createElement('data');
      answer.textContent = JSON.stringify(answers);
      return [answer];
    },
  };
})()
