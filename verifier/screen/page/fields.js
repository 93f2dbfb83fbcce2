// Reads what a page says of its fields.
elements => {
  const plain = text => (text || '').replace(/\s+/g, ' ').trim();
  const labelled = element => (element.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
    .map(id => element.getRootNode().getElementById?.(id)?.textContent || '').join(' ');
  return elements.map(element => ({
    label: plain([...(element.labels || [])].map(label => label.innerText).join(' '))
      || plain(labelled(element)) || plain(element.getAttribute('aria-label')),
    autocomplete: plain(element.getAttribute('autocomplete')),
    name: plain(element.getAttribute('name')),
    type: element.type || element.getAttribute('role') || element.tagName.toLowerCase(),
    placeholder: plain(element.getAttribute('placeholder')),
  }));
}
