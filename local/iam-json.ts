import { malformed } from './iam-error';

/** Strings, and the marks that structure JSON; all that is needed to see the keys of a text that is known to be JSON. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * The value of a policy's text.
 * @throws IamError `MalformedPolicyDocument` if it is not JSON, or if an object has the same key twice: "individual elements must
 * not contain multiple instances of the same key", https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicyJson(document: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    throw malformed('Syntax errors in policy.');
  }
  const repeated = repeatedKey(document);
  if (repeated !== undefined) throw malformed(`Syntax errors in policy. Duplicate key ${repeated}.`);
  return value;
}

function repeatedKey(json: string): string | undefined {
  const tokens = json.match(TOKENS) ?? [];
  const open: Set<string>[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') open.push(new Set());
    if (token === '}' || token === ']') open.pop();
    if (!token.startsWith('"') || tokens[index + 1] !== ':') continue;
    const keys = open.at(-1);
    const key = String(JSON.parse(token));
    if (keys?.has(key) === true) return key;
    keys?.add(key);
  }
  return undefined;
}
