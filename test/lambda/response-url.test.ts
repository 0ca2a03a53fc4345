import { lastWrite, parseResponseUrl, type Place, type ResponseUrl } from '../../lambda/response-url';

const BUCKET = 'cloudformation-custom-resource-response';
const QUERY = 'X-Amz-Date=20261123T120000Z&X-Amz-Expires=7200';
const SENT_AT = Date.UTC(2026, 10, 23, 12, 0, 0);
const LOCAL_HOSTS = ['127.0.0.1:4566', 'host.docker.internal:80', 'localhost'];

const IRELAND: Place = { partition: 'aws', region: 'eu-west-1' };

function isAccepted(url: string, place: Place | undefined = IRELAND, hosts: readonly string[] = []): boolean {
  return parseResponseUrl(url, place, hosts) !== undefined;
}

describe('the hosts that an answer goes to', () => {
  // One Region of each partition at least; S3's suffix is the partition's own.
  it.each([
    ['aws', 'us-east-1', `${BUCKET}-useast1.s3.amazonaws.com`],
    ['aws', 'eu-west-1', `${BUCKET}-euwest1.s3.eu-west-1.amazonaws.com`],
    ['aws', 'us-west-2', `${BUCKET}-uswest2.s3-us-west-2.amazonaws.com`],
    ['aws', 'ap-southeast-2', `${BUCKET}-apsoutheast2.s3-ap-southeast-2.amazonaws.com`],
    ['aws', 'me-south-1', `${BUCKET}-mesouth1.s3.me-south-1.amazonaws.com`],
    ['aws-cn', 'cn-north-1', `${BUCKET}-cnnorth1.s3.cn-north-1.amazonaws.com.cn`],
    ['aws-cn', 'cn-northwest-1', `${BUCKET}-cnnorthwest1.s3.amazonaws.com.cn`],
    ['aws-us-gov', 'us-gov-west-1', `${BUCKET}-usgovwest1.s3.us-gov-west-1.amazonaws.com`],
    ['aws-us-gov', 'us-gov-west-1', `${BUCKET}-usgovwest1.s3-us-gov-west-1.amazonaws.com`],
    ['aws-iso', 'us-iso-east-1', `${BUCKET}-usisoeast1.s3.us-iso-east-1.c2s.ic.gov`],
    ['aws-iso-b', 'us-isob-east-1', `${BUCKET}-usisobeast1.s3.us-isob-east-1.sc2s.sgov.gov`],
    ['aws-iso-e', 'eu-isoe-west-1', `${BUCKET}-euisoewest1.s3.eu-isoe-west-1.cloud.adc-e.uk`],
    ['aws-iso-f', 'us-isof-south-1', `${BUCKET}-usisofsouth1.s3.us-isof-south-1.csp.hci.ic.gov`],
    ['aws-eusc', 'eusc-de-east-1', `${BUCKET}-euscdeeast1.s3.eusc-de-east-1.amazonaws.eu`],
  ])('in %s, %s: %s', (partition, region, host) => {
    expect(isAccepted(`https://${host}/key?${QUERY}`, { partition, region })).toBe(true);
  });

  it.each([
    ['another host', 'https://evil.com/'],
    ['the bucket in the path', `https://evil.com/${BUCKET}-euwest1.s3.amazonaws.com`],
    ['the bucket in the query', `https://evil.com/?${BUCKET}-euwest1.s3.amazonaws.com`],
    ['the bucket in the fragment', `https://evil.com/#${BUCKET}-euwest1.s3.amazonaws.com`],
    ['a suffix behind the suffix', `https://${BUCKET}-euwest1.s3.amazonaws.com.evil.com/`],
    ['a prefix before the prefix', `https://evil-${BUCKET}-euwest1.s3.amazonaws.com/`],
    ['a label before the prefix', `https://evil.${BUCKET}-euwest1.s3.amazonaws.com/`],
    ['a label within', `https://${BUCKET}-euwest1.evil.s3.amazonaws.com/`],
    ['another bucket', 'https://my-bucket.s3.amazonaws.com/'],
    ['a bucket whose name goes on', `https://${BUCKET}-euwest1-evil.s3.eu-west-1.amazonaws.com/`],
    ['a bucket that names no Region', `https://${BUCKET}-evil.s3.eu-west-1.amazonaws.com/`],
    ['a bucket that writes the Region with dashes', `https://${BUCKET}-eu-west-1.s3.eu-west-1.amazonaws.com/`],
    ['the bucket of another Region', `https://${BUCKET}-useast1.s3.amazonaws.com/`],
    ['a bucket of that name elsewhere', `https://${BUCKET}-euwest1.s3.us-gov-west-1.amazonaws.com/`],
    ['no Region in the bucket', `https://${BUCKET}.s3.amazonaws.com/`],
    ['a look-alike of the suffix', `https://${BUCKET}-euwest1.s3.amazonaws-com.evil.com/`],
    ['any character for a dot of the suffix', `https://${BUCKET}-euwest1.s3.amazonawsxcom/`],
    ['another service', `https://${BUCKET}-euwest1.sqs.amazonaws.com/`],
    ['another service behind the Region', `https://${BUCKET}-euwest1.s3.eu-west-1.execute-api.amazonaws.com/`],
    ['the bucket in the path of S3', `https://s3.eu-west-1.amazonaws.com/${BUCKET}-euwest1/key`],
    ['a user', `https://user@${BUCKET}-euwest1.s3.amazonaws.com/`],
    ['a user and a password', `https://user:password@${BUCKET}-euwest1.s3.amazonaws.com/`],
    ['the bucket as the user', `https://${BUCKET}-euwest1.s3.amazonaws.com@evil.com/`],
    ['another port', `https://${BUCKET}-euwest1.s3.amazonaws.com:8443/`],
    ['plain http', `http://${BUCKET}-euwest1.s3.amazonaws.com/`],
    ['plain http on the port of https', `http://${BUCKET}-euwest1.s3.amazonaws.com:443/`],
    ['another protocol', `ftp://${BUCKET}-euwest1.s3.amazonaws.com/`],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['an IPv4 address', 'https://169.254.169.254/latest/meta-data/'],
    ['an IPv4 address as a number', 'https://2852039166/'],
    ['an IPv6 address', 'https://[::1]/'],
    ['an IPv6 address with the bucket', `https://[::1]/${BUCKET}-euwest1.s3.amazonaws.com`],
    ['a host of the local list that is not in it', 'http://127.0.0.1:4566/'],
    ['no host', 'https:///key'],
    ['no URL', 'not a url'],
    ['nothing', ''],
  ])('not %s', (_, url) => {
    expect(isAccepted(url)).toBe(false);
  });

  it.each([
    ['aws', 'eu-west-1', `${BUCKET}-cnnorth1.s3.cn-north-1.amazonaws.com.cn`],
    ['aws', 'eu-west-1', `${BUCKET}-euwest1.s3.eu-west-1.amazonaws.com.cn`],
    ['aws-cn', 'cn-north-1', `${BUCKET}-euwest1.s3.eu-west-1.amazonaws.com`],
    ['aws', 'eu-west-1', `${BUCKET}-euscdeeast1.s3.eusc-de-east-1.amazonaws.eu`],
    ['aws-iso', 'us-iso-east-1', `${BUCKET}-usisobeast1.s3.us-isob-east-1.sc2s.sgov.gov`],
    ['aws-us-gov', 'us-gov-west-1', `${BUCKET}-usgovwest1.s3.us-east-1.amazonaws.com`],
    ['aws-us-gov', 'us-gov-west-1', `${BUCKET}-usgovwest1.s3.amazonaws.com`],
  ])('for a function in %s, %s, not %s of another partition', (partition, region, host) => {
    expect(isAccepted(`https://${host}/`, { partition, region })).toBe(false);
  });

  it('a function that does not know where it runs answers to listed hosts only', () => {
    expect(parseResponseUrl(`https://${BUCKET}-euwest1.s3.eu-west-1.amazonaws.com/`, undefined, LOCAL_HOSTS)).toBeUndefined();
    expect(parseResponseUrl('http://127.0.0.1:4566/', undefined, LOCAL_HOSTS)).toBeDefined();
  });

  it('accepts what only differs in the spelling of the same URL', () => {
    expect(isAccepted(`HTTPS://${BUCKET.toUpperCase()}-EUWEST1.S3.AMAZONAWS.COM:443/key`)).toBe(true);
  });

  it.each([
    ['http://127.0.0.1:4566/key', true],
    ['https://127.0.0.1:4566/key', true],
    ['http://host.docker.internal/key', true],
    ['http://localhost/key', true],
    ['http://localhost:80/key', true],
    ['http://localhost:4566/key', false],
    ['http://127.0.0.1:4567/key', false],
    ['http://127.0.0.1/key', false],
    ['http://127.0.0.1:4566.evil.com/key', false],
    ['http://127.0.0.1:4566@evil.com/key', false],
    ['http://user@127.0.0.1:4566/key', false],
    ['ftp://127.0.0.1:4566/key', false],
  ])('with a list of local hosts %s: %s', (url, expected) => {
    // The default port is no part of a host: an entry with it never matches a URL.
    expect(isAccepted(url, IRELAND, [...LOCAL_HOSTS, 'host.docker.internal'])).toBe(expected);
  });

  it('keeps the URL as it came, since its signature covers it', () => {
    const url = `https://${BUCKET}-euwest1.s3.eu-west-1.amazonaws.com/arn%3Aaws%3Acloudformation%7CLogical%7Cid?${QUERY}&X-Amz-Signature=a%2Fb%3D`;
    expect(parseResponseUrl(url, IRELAND, [])?.url.href).toBe(url);
  });
});

describe('the times that a URL tells', () => {
  const times = (query: string): Pick<ResponseUrl, 'sentAt' | 'expiresAt'> | undefined => {
    const parsed = parseResponseUrl(`http://127.0.0.1:4566/key?${query}`, IRELAND, LOCAL_HOSTS);
    return parsed === undefined ? undefined : { sentAt: parsed.sentAt, expiresAt: parsed.expiresAt };
  };
  const unknown = { sentAt: undefined, expiresAt: undefined };

  it.each([
    ['signature version 4', QUERY, { sentAt: SENT_AT, expiresAt: SENT_AT + 7_200_000 }],
    ['signature version 4 without a duration', 'X-Amz-Date=20261123T120000Z', { sentAt: SENT_AT, expiresAt: undefined }],
    ['signature version 4 with an empty duration', 'X-Amz-Date=20261123T120000Z&X-Amz-Expires=', { sentAt: SENT_AT, expiresAt: undefined }],
    [
      'signature version 4 with a nonsensical duration',
      'X-Amz-Date=20261123T120000Z&X-Amz-Expires=soon',
      { sentAt: SENT_AT, expiresAt: undefined },
    ],
    [
      'signature version 4 with a negative duration',
      'X-Amz-Date=20261123T120000Z&X-Amz-Expires=-1',
      { sentAt: SENT_AT, expiresAt: undefined },
    ],
    ['signature version 2', `Expires=${String(SENT_AT / 1000)}`, { sentAt: undefined, expiresAt: SENT_AT }],
    ['an empty version 2', 'Expires=', unknown],
    ['a nonsensical version 2', 'Expires=tomorrow', unknown],
    ['a negative version 2', 'Expires=-1', unknown],
    ['a fraction', 'Expires=1.5', unknown],
    ['a number too large', 'Expires=99999999999999999999', unknown],
    ['a date in another format', 'X-Amz-Date=2026-11-23T12:00:00Z&X-Amz-Expires=7200', unknown],
    ['no times', '', unknown],
  ])('%s', (_, query, expected) => {
    expect(times(query)).toEqual(expected);
  });
});

describe('until when a Create or Update may write', () => {
  const url = new URL('http://127.0.0.1:4566/');
  const version4 = { url, sentAt: SENT_AT, expiresAt: SENT_AT + 7_200_000 };

  it.each<[string, unknown, number]>([
    ['a text', '1200', 1200],
    ['a number', 1200, 1200],
    ['the smallest', '1', 1],
    ['the largest', '3600', 3600],
    ['absent', undefined, 3600],
    ['null', null, 3600],
    ['empty', '', 3600],
    ['zero', '0', 3600],
    ['negative', '-5', 3600],
    ['too large', '3601', 3600],
    ['a word', 'long', 3600],
    ['a list', [], 3600],
    ['a map', {}, 3600],
  ])('ServiceTimeout %s: so many seconds after the event was sent', (_, ServiceTimeout, seconds) => {
    expect(lastWrite(version4, ServiceTimeout === undefined ? {} : { ServiceTimeout })).toBe(SENT_AT + seconds * 1000);
  });

  it('not after the URL expires', () => {
    expect(lastWrite({ ...version4, expiresAt: SENT_AT + 60_000 }, { ServiceTimeout: '1200' })).toBe(SENT_AT + 60_000);
    expect(lastWrite({ url, sentAt: undefined, expiresAt: SENT_AT }, { ServiceTimeout: '1200' })).toBe(SENT_AT);
  });

  it('without an end where the URL tells no time', () => {
    expect(lastWrite({ url, sentAt: undefined, expiresAt: undefined }, { ServiceTimeout: '1200' })).toBe(Infinity);
  });
});
