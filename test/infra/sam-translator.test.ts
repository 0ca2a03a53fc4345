import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithPython } from '../python';
import { CODE, translated, type TranslatedTemplate } from '../sam-translator';

const ROOT = join(__dirname, '..', '..');

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describeWithPython("SAM's translator", (python) => {
  const translatedFile = (file: string): TranslatedTemplate => {
    const [template] = translated(python, [text(file)]);
    if (template === undefined) throw new Error(`SAM made nothing of ${file}`);
    return template;
  };

  it("makes the provider's own template of the one for SAM, but for where the code lies and a tag of SAM's", () => {
    const { Resources, ...rest } = translatedFile('dist/provider-sam.template.json');
    const own = JSON.parse(text('dist/provider.template.json')) as TranslatedTemplate;
    const { Resources: ownResources, ...ownRest } = own;
    const ownFunction = ownResources['Function'];
    expect(rest).toEqual(ownRest);
    expect(Resources).toEqual({
      ...ownResources,
      Function: {
        ...ownFunction,
        Properties: {
          ...ownFunction?.Properties,
          Code: { S3Bucket: CODE.bucket, S3Key: CODE.key },
          Tags: [{ Key: 'lambda:createdBy', Value: 'SAM' }],
        },
      },
    });
  }, 60_000);

  it.each(readdirSync(join(ROOT, 'examples', 'sam')))(
    'takes the example %s, hands the persona roles on as they are, and makes the role that they name',
    (file) => {
      const { Resources } = translatedFile(join('examples', 'sam', file));
      const persona = Object.values(Resources).filter(({ Type }) => Type === 'Custom::SageMakerPersonaRole');
      expect(persona.map(({ Properties }) => Object.keys(Properties).sort())).toEqual([
        ['EcrRepositories', 'Persona', 'S3Buckets', 'ServiceTimeout', 'ServiceToken'],
        ['Activities', 'GrantTo', 'RolesToPass', 'ServiceTimeout', 'ServiceToken'],
      ]);
      expect(Object.entries(Resources).map(([name, { Type }]) => `${name} ${Type}`)).toEqual(
        expect.arrayContaining(['Trainer AWS::Lambda::Function', 'TrainerRole AWS::IAM::Role']),
      );
      expect(Object.values(Resources).filter(({ Type }) => Type.startsWith('AWS::Serverless::'))).toEqual([]);
    },
    60_000,
  );
});
