/** An element with a class and children; text is text, never markup. */
export const element = (tag, className = '', ...children) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
};
