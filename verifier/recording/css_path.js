// The shortest CSS that finds an element alone in its document, by marks that say nothing of anybody: test ids, names,
// classes and tags without numbers; by its number among its like where these do not tell.
element => {
  const isAlone = css => document.querySelectorAll(css).length === 1;
  const isPlain = value => /^[a-z][\w-]*$/i.test(value || '') && !/\d{3}/.test(value);
  const marked = one => {
    const name = ['data-testid', 'data-test-id', 'data-test', 'name'].find(each => isPlain(one.getAttribute(each)));
    if (name) return `[${name}=${one.getAttribute(name)}]`;
    const classes = [...one.classList].filter(each => isPlain(each) && !/\d/.test(each)).slice(0, 2);
    return one.tagName.toLowerCase() + classes.map(each => `.${each}`).join('');
  };
  const numbered = one => {
    const tag = one.tagName.toLowerCase();
    const like = [...(one.parentElement?.children || [])].filter(each => each.tagName === one.tagName);
    return like.length > 1 ? `${tag}:nth-of-type(${like.indexOf(one) + 1})` : tag;
  };
  const ways = [marked, numbered].map(told => {
    let css = '';
    for (let one = element; one; one = one.parentElement) {
      css = css ? `${told(one)} > ${css}` : told(one);
      if (isAlone(css)) return css;
    }
    return '';
  });
  return ways.find(Boolean) || '';
}
