import { InvalidEvent } from '../../language/errors.ts';
import { expectMap } from '../../language/expect.ts';
import { getAtt } from '../../language/intrinsics.ts';
import { pythonText } from '../../language/python-text.ts';
import { type Fields, has, isMap, listOf } from '../../language/values.ts';
import { cognitoUserPool } from '../../resources/cognito.ts';
import { isAText, isListOf, isOneOf, required, requiredValue } from '../../resources/property.ts';
import { Resource } from '../../resources/resource.ts';
import type { EventType } from '../event-type.ts';
import { permissionOf } from './permission.ts';

const principal = 'cognito-idp.amazonaws.com';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html */
export const cognitoEvent: EventType = {
  type: 'Cognito',
  principal,
  properties: {
    UserPool: required(isAText),
    Trigger: requiredValue(isOneOf(isAText, isListOf(isAText))),
  },
  linked: (event, declared) => {
    const pool = event.get('UserPool');
    if (isMap(pool) && has(pool, 'Ref')) {
      const { Ref: id } = pool;
      if (typeof id !== 'string') throw new InvalidEvent(event.logicalId, 'Ref in Userpool is not a string.');
      if (has(declared, id)) return { id, entry: declared[id] };
    }
    const problem = 'Cognito events must reference a Cognito UserPool in the same template.';
    throw new InvalidEvent(String(event.relativeId), problem);
  },
  toCloudFormation: (event, { function: invoked, linked }) => {
    const { id, entry } = linked as { readonly id: string; readonly entry: Fields };
    const sourceArn = getAtt(id, 'Arn');
    const permission = permissionOf(`${invoked.logicalId}Cognito`, invoked, { principal, sourceArn });
    addTriggers(event, invoked, id, entry);
    return [permission, Resource.read(cognitoUserPool, id, entry, id)];
  },
};

function addTriggers(event: Resource, invoked: Resource, id: string, entry: Fields): void {
  entry.Properties ??= {};
  const properties = expectMap(entry.Properties, { id, path: 'Properties', of: 'attribute' });
  properties.LambdaConfig ??= {};
  const triggers = expectMap(properties.LambdaConfig, { id, path: 'LambdaConfig' });
  for (const trigger of listOf(event.get('Trigger')) as string[]) {
    if (has(triggers, trigger)) {
      const given = pythonText(event.get('Trigger'));
      throw new InvalidEvent(String(event.relativeId), `Cognito trigger "${given}" defined multiple times.`);
    }
    triggers[trigger] = invoked.runtimeAttribute('arn');
  }
}
