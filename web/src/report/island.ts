// JSON that Python has put into a page.

/** The content of an island; null where the page has none of this name. */
export function island(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  return text ? JSON.parse(text) : null;
}
