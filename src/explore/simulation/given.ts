import type { CloudClient } from '../../harness/cloud-client.ts';
import type { Names } from './names.ts';
import { itemOf } from './plain-item.ts';
import type { Given } from './scenario-verbs.ts';

/** The hands that put the world in order; every call of theirs goes through undisturbed. */
export function givenVerbs(client: CloudClient, names: Names): Given {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return {
    secret: (name) => ({
      set: async (value) => {
        const SecretString = text(value);
        // A secret that the app only looks up by its name is somebody else's to make: here that is the scenario.
        if (!names.has('secret', name)) {
          await client.call('secretsmanager', 'CreateSecret', { Name: name, SecretString });
          return;
        }
        await client.call('secretsmanager', 'PutSecretValue', {
          SecretId: names.find('secret', name).reference,
          SecretString,
        });
      },
    }),
    parameter: (name) => ({
      set: async (value) => {
        const Name = names.has('parameter', name) ? names.find('parameter', name).physical : name;
        await client.call('ssm', 'PutParameter', { Name, Value: value, Type: 'String', Overwrite: true });
      },
    }),
    table: (name) => ({
      put: async (...items) => {
        const { physical } = names.find('table', name);
        for (const item of items) {
          const Item = itemOf(item as Record<string, unknown>);
          await client.call('dynamodb', 'PutItem', { TableName: physical, Item });
        }
      },
    }),
    queue: (name) => ({
      send: async (...bodies) => {
        const { reference } = names.find('queue', name);
        for (const body of bodies) {
          await client.call('sqs', 'SendMessage', { QueueUrl: reference, MessageBody: text(body) });
        }
      },
    }),
    bucket: (name) => ({
      put: async (key, body) => {
        await client.call('s3', 'PutObject', {
          Bucket: names.find('bucket', name).physical,
          Key: key,
          Body: Buffer.from(body),
        });
      },
    }),
    call: (service, operation, input) => client.call(service, operation, input),
  };
}
