import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIam } from '../../local/iam';
import { iamListener } from '../../local/iam-server';
import { PLACE } from '../../local/local-aws';
import { providerDeployment } from '../../local/provider-deployment';
import { DistantIam, type Wave } from './distant-iam';

export interface LoopbackSettings {
  readonly protocol: 'http' | 'https';
  /** Milliseconds from the arrival of a call of IAM to its answer; answers to CloudFormation stay in the Region and have none. */
  readonly latency: number;
}

/** A local IAM and an address for answers on the loopback interface. */
export interface Loopback {
  readonly iam: LocalIam;
  /** Variables for a function that works with it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where answers are put; each is one more element of `answers`. */
  readonly responseUrl: string;
  readonly answers: readonly string[];
  /** The calls of each event that was answered, in the waves in which they came. */
  readonly served: readonly (readonly Wave[])[];
  close(): Promise<void>;
}

/** @throws Error where `https` is wanted and there is no openssl to make a certificate with */
export async function startLoopback({ protocol, latency }: LoopbackSettings): Promise<Loopback> {
  const iam = new LocalIam(PLACE);
  const distant = new DistantIam(iam, latency);
  const answers: string[] = [];
  const served: (readonly Wave[])[] = [];
  const serveIam = iamListener(distant);
  const listener: RequestListener = (request, response) => {
    if (request.method === 'PUT') {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        answers.push(body);
        served.push(distant.takeWaves());
        response.end();
      });
    } else {
      serveIam(request, response);
    }
  };
  const certificate = protocol === 'https' ? makeCertificate() : undefined;
  const server =
    certificate === undefined
      ? createHttpServer({ noDelay: true }, listener)
      : createHttpsServer({ ...certificate, noDelay: true }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const deployment = providerDeployment(PLACE, { AllowedResponseHosts: host, PropagationDelaySeconds: '0' });
  await iam.call('CreatePolicy', { PolicyName: deployment.ceiling.name, PolicyDocument: deployment.ceiling.document });
  iam.forgetCalls();
  return {
    iam,
    environment: {
      ...deployment.environment,
      AWS_ENDPOINT_URL_IAM: `${protocol}://${host}`,
      ANSWER_PORT: host.split(':')[1] ?? '',
      VERIFY_STACK: 'false',
      AWS_LAMBDA_FUNCTION_NAME: 'sagemaker-persona-role',
      ...(certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificate.file }),
    },
    responseUrl: `${protocol}://${host}/answer?X-Amz-Signature=local`,
    answers,
    served,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      certificate?.remove();
    },
  };
}

interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
  readonly remove: () => void;
}

function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'loopback-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', cert], { stdio: ['ignore', 'ignore', 'pipe'] });
  return {
    key: readFileSync(key, 'utf8'),
    cert: readFileSync(cert, 'utf8'),
    file: cert,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
