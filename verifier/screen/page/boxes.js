// Measures where elements stand in their window: one, or all that there are of several.
elements => {
  const isFramed = window !== window.top, title = isFramed ? null : document.title, scroll = [scrollX, scrollY];
  const [first] = elements.map(element => element.getBoundingClientRect());
  if (!first) return {count: 0, title, box: null, inSight: false, within: null, scroll};
  const within = isFramed ? [first.left, first.top] : null;
  if (elements.length > 1) {
    const boxes = elements.map(element => element.getBoundingClientRect()).filter(box => box.width && box.height);
    if (!boxes.length) return {count: elements.length, title, box: null, inSight: true, within, scroll};
    const [left, right] = [Math.min(...boxes.map(box => box.left)), Math.max(...boxes.map(box => box.right))];
    const top = Math.max(0, Math.min(...boxes.map(box => box.top)));
    const bottom = Math.min(innerHeight, Math.max(...boxes.map(box => box.bottom)));
    const box = [left, top, right - left, Math.max(0, bottom - top)];
    return {count: elements.length, title, box, inSight: true, within, scroll};
  }
  const isIn = frame =>
    first.left >= frame.left && first.top >= frame.top && first.right <= frame.right && first.bottom <= frame.bottom;
  let inSight = !isFramed && isIn({left: 0, top: 0, right: innerWidth, bottom: innerHeight});
  for (let at = elements[0].parentElement; inSight && at; at = at.parentElement)
    inSight = getComputedStyle(at).overflow === 'visible' || isIn(at.getBoundingClientRect());
  return {count: 1, title, box: [first.x, first.y, first.width, first.height], inSight, within, scroll};
}
