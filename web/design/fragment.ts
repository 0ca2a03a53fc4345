import { EXAMPLE_PLACE, isMap, writtenProperties, type Design, type Place } from './design';

/** The form of the text behind `#`: a digit for later forms, then the design as JSON in base64url. */
const FORM = /^#?1\.([\w-]*)$/;

/** The design as the fragment of a link, without `#`. What is at its default is left out. */
export function toFragment({ properties, place, provider }: Design): string {
  const otherPlace = Object.entries(place).filter(([key, value]) => EXAMPLE_PLACE[key as keyof Place] !== value);
  const carried = {
    properties: writtenProperties(properties),
    ...(otherPlace.length === 0 ? {} : { place: Object.fromEntries(otherPlace) }),
    ...(Object.keys(provider).length === 0 ? {} : { provider }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(carried));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `1.${btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`;
}

/** The design of a link's fragment; `undefined` where it is none. */
export function fromFragment(fragment: string): Design | undefined {
  const [, text] = FORM.exec(fragment) ?? [];
  if (text === undefined) return undefined;
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const carried: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isMap(carried) && isMap(carried['properties']) ? designOf(carried['properties'], carried) : undefined;
  } catch {
    return undefined;
  }
}

function designOf(properties: Design['properties'], { place, provider }: Readonly<Record<string, unknown>>): Design {
  const given = isMap(place) ? place : {};
  const text = (key: keyof Place): string => {
    const value = given[key];
    return typeof value === 'string' ? value : EXAMPLE_PLACE[key];
  };
  return {
    properties,
    place: { partition: text('partition'), region: text('region'), account: text('account'), logicalId: text('logicalId') },
    provider: isMap(provider) ? provider : {},
  };
}
