// Holds a document still for its picture, or lets it go on: what moves has come to its end, or has not begun where it
// never ends; no caret blinks.
(_, isHeld) => {
  for (const undo of memory.undo || []) undo();
  memory.undo = [];
  if (!isHeld) return;
  const trees = [document];
  for (const tree of trees) {
    const walker = document.createTreeWalker(tree, NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) if (walker.currentNode.shadowRoot) trees.push(walker.currentNode.shadowRoot);
    for (const animation of tree.getAnimations()) {
      if (!animation.effect || !animation.playbackRate) continue;
      if (!Number.isFinite(animation.effect.getComputedTiming().endTime)) {  // or it goes by scrolling
        animation.cancel();
        memory.undo.push(() => animation.play());
      } else if (animation.playState !== 'finished') animation.finish();
    }
    if (!tree.activeElement?.matches('input, textarea, [contenteditable]')) continue;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { caret-color: transparent !important }');
    tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
    memory.undo.push(() => { tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter(one => one !== sheet); });
  }
}
