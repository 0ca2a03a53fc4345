/** An address as its bits, most significant first. */
type Bits = string;

/** Whether an address is in a range (`203.0.113.0/24`, `2001:db8::/32`) or is the single address that is given. */
export function isInRange(address: string, range: string): boolean {
  const [network = '', length] = range.split('/');
  const addressBits = bitsOf(address);
  const networkBits = bitsOf(network);
  if (addressBits === undefined || networkBits === undefined || addressBits.length !== networkBits.length) return false;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return false;
  const prefix = length === undefined ? networkBits.length : Number(length);
  return addressBits.slice(0, prefix) === networkBits.slice(0, prefix);
}

function bitsOf(address: string): Bits | undefined {
  return address.includes(':') ? bitsOf6(address) : bitsOf4(address);
}

function bitsOf4(address: string): Bits | undefined {
  const bytes = address.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)) return undefined;
  return bytes.map((byte) => Number(byte).toString(2).padStart(8, '0')).join('');
}

function bitsOf6(address: string): Bits | undefined {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [left = [], right] = halves;
  if (halves.length > 2) return undefined;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...(right ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
