/** Colours on a terminal, plain text elsewhere and where NO_COLOR is set. https://no-color.org */
const isColoured = process.stdout.isTTY && !process.env['NO_COLOR'];

function painter(code: number): (text: string) => string {
  return (text) => (isColoured ? `\u001b[${String(code)}m${text}\u001b[0m` : text);
}

export const bold = painter(1);
export const dim = painter(2);
export const red = painter(31);
export const green = painter(32);
export const yellow = painter(33);
