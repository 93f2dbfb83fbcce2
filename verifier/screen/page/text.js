// Reads a document's visible text with its boxes. What is private is decided on the asking side, so that no secret is
// ever handed to the page or to a trace of it.
(_, regions) => {
  const runs = [], width = innerWidth, height = innerHeight;
  const isOnScreen = r => r.right > 0 && r.bottom > 0 && r.left < width && r.top < height;
  const frame = element => {
    let [left, top, right, bottom] = [0, 0, width, height];
    for (let at = element; at; at = at.parentElement) {
      if (getComputedStyle(at).overflow === 'visible') continue;
      const box = at.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    return [left, top, right, bottom];
  };
  // A picture or a counter of somebody is covered as a whole: its letters alone would leave a ring around the cover.
  const isBadge = element => {
    const {width, height} = element.getBoundingClientRect(), style = getComputedStyle(element);
    return Math.max(width, height) <= 64 && parseFloat(style.borderRadius) > 0
      && style.backgroundColor !== 'rgba(0, 0, 0, 0)';
  };
  const note = (element, text, hidden, rects, field = false, masked = false) => {
    const onScreen = [...rects].filter(isOnScreen);
    if (!onScreen.length && !hidden) return;
    const [left, top, right, bottom] = onScreen.length ? frame(element) : [];
    const boxes = onScreen
      .map(r => [Math.max(r.left, left), Math.max(r.top, top), Math.min(r.right, right), Math.min(r.bottom, bottom)])
      .filter(([l, t, r, b]) => r - l > 0.5 && b - t > 0.5);
    // What is private is told even where it is out of sight: other evidence than the picture may hold it.
    // By this name a recording of the browser's answers knows it for a secret.
    if (boxes.length || hidden) runs.push({[hidden ? 'secret' : 'text']: text, hidden, field, masked, boxes});
  };
  const inside = element => isPrivate(element, regions);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data, holder = node.parentElement;
    if (!holder || !text.trim()) continue;
    range.setStart(node, text.length - text.trimStart().length);
    range.setEnd(node, text.trimEnd().length);
    const isPrivatePart = inside(holder);
    if (!isPrivatePart && !isOnScreen(range.getBoundingClientRect())) continue;  // on long pages most of it is not
    const whole = isPrivatePart && isBadge(holder);
    note(holder, text, isPrivatePart, whole ? [holder.getBoundingClientRect()] : range.getClientRects());
  }
  for (const field of document.querySelectorAll('input, textarea')) {
    const text = ['checkbox', 'radio', 'submit', 'button', 'hidden'].includes(field.type) ? '' : field.value;
    const masked = field.type === 'password' || field.autocomplete.includes('one-time-code');
    if (text) note(field, text, true, [field.getBoundingClientRect()], true, masked);
  }
  for (const named of document.querySelectorAll('[aria-label], [title], [alt]')) {
    if (!inside(named)) continue;
    for (const name of ['aria-label', 'title', 'alt']) note(named, named.getAttribute(name) || '', true, []);
  }
  for (const image of document.querySelectorAll('img')) {
    if (inside(image)) note(image, '', true, [image.getBoundingClientRect()]);
  }
  return {runs, scale: devicePixelRatio};
}
