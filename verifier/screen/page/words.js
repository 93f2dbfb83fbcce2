// Reads what each element shows a sighted reader: runs of text with the element that holds each, CSS capitals and
// ::before/::after included; besides, what it says for assistive technology alone: words, and whether it is chosen.
elements => {
  const SEEN_PX = 1;
  const plain = text => (text || '').replace(/\s+/g, ' ').trim();
  const isHidden = (element, style) => {
    if (style.display === 'none' || Number(style.opacity) === 0) return true;
    const box = element.getBoundingClientRect();
    const cut = style.overflow !== 'visible' || style.clip !== 'auto' || style.clipPath !== 'none';
    return cut && style.display !== 'contents' && (box.width <= SEEN_PX || box.height <= SEEN_PX);
  };
  const isInSight = element => {
    for (let one = element; one; one = one.parentElement) if (isHidden(one, getComputedStyle(one))) return false;
    return true;
  };
  const cased = (text, how) => {
    if (how === 'uppercase') return text.toLocaleUpperCase();
    if (how === 'lowercase') return text.toLocaleLowerCase();
    return how === 'capitalize' ? text.replace(/(^|\s)(\S)/g, (_, gap, letter) => gap + letter.toLocaleUpperCase()) : text;
  };
  const read = root => {
    const runs = [], holders = new Map();
    let end = null, openEnded = false;
    const add = (text, holder, style, rects) => {
      if (!text.trim() || style.visibility !== 'visible') { openEnded ||= !!text; return; }
      const boxes = rects.filter(r => r.width > SEEN_PX && r.height > SEEN_PX && r.right + scrollX > 0 && r.bottom + scrollY > 0);
      if (!boxes.length) return;
      if (!holders.has(holder)) holders.set(holder, holders.size);
      const [first, last] = [boxes[0], boxes[boxes.length - 1]];
      const apart = end && (first.top >= end.bottom - 1 || first.bottom <= end.top + 1
        || first.left - end.right > parseFloat(style.fontSize) * 0.15);
      runs.push({
        text: cased(plain(text), style.textTransform),
        holder: holders.get(holder),
        apart: !!(apart || (end && (openEnded || /^\s/.test(text)))),
      });
      [end, openEnded] = [last, /\s$/.test(text)];
    };
    const generated = (element, which) => {
      const style = getComputedStyle(element, which);
      const words = [...(style.content || '').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(match => match[1]).join('');
      if (style.display !== 'none' && words) add(words, which, style, [element.getBoundingClientRect()]);
    };
    const visit = node => {
      if (node.nodeType === Node.TEXT_NODE) {
        const holder = node.parentElement;
        if (!holder) return;
        const range = document.createRange();
        range.selectNodeContents(node);
        add(node.data, holder, getComputedStyle(holder), [...range.getClientRects()]);
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || ['SCRIPT', 'STYLE', 'TITLE'].includes(node.tagName)) return;
      if (isHidden(node, getComputedStyle(node))) return;
      generated(node, '::before');
      const inner = node.shadowRoot ? node.shadowRoot.childNodes
        : node.tagName === 'SLOT' && node.assignedNodes().length ? node.assignedNodes() : node.childNodes;
      for (const child of inner) visit(child);
      generated(node, '::after');
    };
    visit(root);
    return runs;
  };
  const named = element => {
    const ids = (element.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean);
    const by = ids.map(id => element.getRootNode().getElementById?.(id)?.textContent || '').join(' ');
    return plain(by) || plain(element.getAttribute('aria-label'));
  };
  const whole = text => text ? [{text, holder: 0, apart: false}] : [];
  const shown = element => {
    const tag = element.tagName, type = (element.type || '').toLowerCase();
    if (tag === 'INPUT' && ['submit', 'button', 'reset'].includes(type)) {
      return whole(cased(plain(element.value), getComputedStyle(element).textTransform));
    }
    if (['INPUT', 'TEXTAREA', 'SELECT'].includes(tag)) {
      const label = [...(element.labels || [])].filter(isInSight).flatMap(read);
      return label.length ? label : whole(plain(element.placeholder));
    }
    return isInSight(element) ? read(element) : [];
  };
  const tags = {A: 'link', BUTTON: 'button', INPUT: 'button', OPTION: 'option', SELECT: 'combobox'};
  const role = element => (element.getAttribute('role') || '').split(/\s+/)[0]
    || (['radio', 'checkbox'].includes(element.type) ? element.type : '')
    || (/^H[1-6]$/.test(element.tagName) ? 'heading' : tags[element.tagName] || '');
  return elements.map(element => ({
    runs: shown(element),
    role: role(element),
    name: named(element),
    text: plain(element.textContent) || plain(element.alt || element.title || element.value),
    seen: isInSight(element),
    chosen: element.getAttribute('aria-selected') ?? element.getAttribute('aria-current'),
    spot: readings.boxes([element]),
    holds: elements.some(other => other !== element && element.contains(other)),
  }));
}
