import { parseConfiguration } from '../../lambda/core/configuration';
import { PersonaRoleError } from '../../lambda/core/errors';
import { defaultRoleName } from '../../lambda/core/names';
import { failedPhysicalId } from '../../lambda/failed-physical-id';
import { answerAddress, parseRequest } from '../../lambda/request';
import { createEvent, deleteEvent, FUNCTION_ARN, SCOPE, updateEvent, type Event } from './events';
import { iamError } from './iam-error';

const HOST = '127.0.0.1:1';
const INVALID = new PersonaRoleError('InvalidRequest', []);
const FAULTY = new PersonaRoleError('InvalidRequest', [{ path: 'S3Buckets[0]', message: 'is no bucket' }]);
const OUTDATED = new PersonaRoleError('InvalidRequest', [{ path: '', message: 'the event is refused' }]);
const REFUSED_BY_IAM = new PersonaRoleError('InvalidRequest', FAULTY.issues, { cause: iamError('MalformedPolicyDocument') });
/** The role was read and is someone else's. */
const FOREIGN = new PersonaRoleError('AlreadyExists', []);
/** IAM says that something exists. */
const EXISTS = new PersonaRoleError('AlreadyExists', [], { cause: iamError('EntityAlreadyExists') });

const GRANT = { GrantTo: 'arn:aws:iam::111122223333:role/service/a' };
const CONFIGURATION = parseConfiguration({ GrantableRoleArns: 'arn:aws:iam::111122223333:role/service/*' });

function idOf(event: Event, error: PersonaRoleError): string {
  return failedPhysicalId(answerAddress(event), parseRequest(event, FUNCTION_ARN), error, CONFIGURATION);
}

describe('the physical id of a FAILED answer', () => {
  it.each<[string, Event, PersonaRoleError, string]>([
    ['the name that a Create asked for', { ResourceProperties: { RoleName: 'analyst' } }, INVALID, 'analyst'],
    ['the name from a suffix', { ResourceProperties: { RoleNameSuffix: 'analyst' } }, INVALID, 'SageMaker-analyst'],
    ['the derived name', { ResourceProperties: {} }, INVALID, defaultRoleName(SCOPE)],
    ['the derived name where the asked one is invalid', { ResourceProperties: { RoleName: 'a b' } }, INVALID, defaultRoleName(SCOPE)],
    ['a marker where the role is someone else’s', {}, FOREIGN, 'unowned:analyst'],
    ['the role that is granted to', { ResourceProperties: GRANT }, new PersonaRoleError('NotStabilized', []), 'a'],
    ['that role where the event as a whole is refused: an earlier delivery may have granted', { ResourceProperties: GRANT }, OUTDATED, 'a'],
    ['that role where IAM refuses', { ResourceProperties: GRANT }, REFUSED_BY_IAM, 'a'],
    ['a marker where the properties of a grant have faults', { ResourceProperties: GRANT }, FAULTY, 'unowned:a'],
    [
      'a marker where that role may not be granted to, whatever was found first',
      { ResourceProperties: { GrantTo: 'arn:aws:iam::111122223333:role/admin' } },
      INVALID,
      'unowned:admin',
    ],
    ['the name where a policy of that name exists, since the role may have been made before it', {}, EXISTS, 'analyst'],
  ])('of a Create is %s', (_, more, error, expected) => {
    expect(idOf(createEvent(HOST, more), error)).toBe(expected);
  });

  it.each([INVALID, FOREIGN, EXISTS])('of an Update and a Delete is the old one, whatever went wrong', (error) => {
    const physicalIds = ['analyst', 'unowned:analyst', 'team-AnalystRole-1A2B', 'x'.repeat(2_000)];
    for (const PhysicalResourceId of physicalIds) {
      expect(idOf(updateEvent(HOST, { PhysicalResourceId }), error)).toBe(PhysicalResourceId);
      expect(idOf(deleteEvent(HOST, { PhysicalResourceId }), error)).toBe(PhysicalResourceId);
    }
  });

  it('of an event that could not be read is the one that it has, else a marker', () => {
    expect(failedPhysicalId(answerAddress({ PhysicalResourceId: 'analyst' }), undefined, INVALID, undefined)).toBe('analyst');
    expect(failedPhysicalId(answerAddress({}), undefined, INVALID, undefined)).toBe('unowned:unreadable-event');
  });
});
