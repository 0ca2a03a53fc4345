import { catalog } from '../../lambda/catalog';
import type { Catalog } from '../../lambda/core/catalog';
import { compileCatalog, openCatalog } from '../../lambda/core/compiled-catalog';
import type { ActivityTemplate } from '../../lambda/core/template';

/** An activity without what only readers of the catalogue look at. */
function rulesOf({ Title: _title, Description: _description, Source: _source, ...activity }: ActivityTemplate): unknown {
  return {
    ...activity,
    Parameters: Object.fromEntries(Object.entries(activity.Parameters).map(([name, { Type, Required }]) => [name, { Type, Required }])),
    Statements: activity.Statements.map(({ Origin: _origin, Reason: _reason, ...statement }) => statement),
  };
}

describe('a compiled catalogue', () => {
  const whole = openCatalog(compileCatalog(catalog, 'everything'));

  it('opens to the one that was compiled', () => {
    expect(new Map(whole.activities)).toEqual(catalog.activities);
    expect(new Map(whole.personas)).toEqual(catalog.personas);
    expect(whole.limits).toEqual(catalog.limits);
    expect(whole.parameters).toEqual(catalog.parameters);
    expect(whole.supported).toEqual(catalog.supported);
  });

  it('keeps the order of its templates', () => {
    expect([...whole.activities.keys()]).toEqual([...catalog.activities.keys()]);
    expect([...whole.activities.values()]).toEqual([...catalog.activities.values()]);
  });

  it('parses a template once', () => {
    expect(whole.activities.get('ManageJobs@1')).toBe(whole.activities.get('ManageJobs@1'));
    expect(whole.limits).toBe(whole.limits);
  });

  it('has nothing under other names', () => {
    expect(whole.activities.get('ManageJobs')).toBeUndefined();
    expect(whole.activities.get('constructor')).toBeUndefined();
    expect(whole.activities.has('__proto__')).toBe(false);
    expect(whole.activities.size).toBe(catalog.activities.size);
  });

  it('hands every template to a callback', () => {
    const seen: string[] = [];
    whole.personas.forEach(({ Persona, Version }, key) => seen.push(`${key} ${Persona}@${String(Version)}`));
    expect(seen).toEqual([...catalog.personas.keys()].map((key) => `${key} ${key}`));
  });

  it('of rules alone has all of every activity but its words', () => {
    const rules: Catalog = openCatalog(compileCatalog(catalog, 'rules'));
    const expected = [...catalog.activities].map(([name, activity]) => [name, rulesOf(activity)]);
    expect([...rules.activities]).toEqual(expected);
    expect([...rules.personas.values()].map(({ Activities }) => Activities)).toEqual(
      [...catalog.personas.values()].map(({ Activities }) => Activities),
    );
    expect(rules.limits.map(({ Limit }) => Limit)).toEqual(catalog.limits.map(({ Limit }) => Limit));
  });
});
