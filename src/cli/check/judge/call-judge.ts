import type { AnyService } from '../../../cloud/service-kit/contract.ts';
import { type Models, modelsOf } from '../../../cloud/wire/model/models.ts';
import { emulated, type Judgement, refused, storedOnly, unknown } from '../finding.ts';
import { nearestName } from './nearest-name.ts';

/** An operation as AWS calls it, of a service as we do. */
export interface Call {
  readonly service: string;
  readonly operation: string;
}

/** Names by which SDKs call services and which are in no model. */
const otherNames: Readonly<Record<string, string>> = { cognitoidentityserviceprovider: 'cognito-idp' };

/** What operations are here, by the models of AWS and the services of the registry. */
export class CallJudge {
  readonly #services: ReadonlyMap<string, AnyService>;
  readonly #models: Models;
  readonly #byName = new Map<string, string>();
  /** Operations by their names in small letters, by service: how SDKs write a name differs in nothing else. */
  readonly #operations = new Map<string, ReadonlyMap<string, string>>();

  constructor(services: readonly AnyService[]) {
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#models = modelsOf(services);
    for (const { service, sdkName, signingName } of this.#models.heads.toReversed()) {
      for (const name of [signingName, this.#services.get(service)?.title ?? service, sdkName ?? service, service])
        this.#byName.set(plain(name), service);
    }
    // A name that several sign with is that of the service which is called so.
    for (const { service } of this.#models.heads) this.#byName.set(plain(service), service);
    for (const [name, service] of Object.entries(otherNames)) this.#byName.set(name, service);
  }

  /** Our name of a service, by that of a package (`client-cognito-identity-provider`), a client of an SDK, or boto3. */
  service(name: string): string | undefined {
    return this.#byName.get(plain(name.replace(/^client-/, '')));
  }

  /** The operation that a method or a command stands for: `putItem`, `put_item`, `PutItem`; undefined where there is none. */
  operation(service: string, name: string): string | undefined {
    let operations = this.#operations.get(service);
    if (!operations) {
      const { operations: modelled } = this.#models.of(service);
      operations = new Map([...modelled.keys()].map((operation) => [plain(operation), operation]));
      this.#operations.set(service, operations);
    }
    return operations.get(plain(name));
  }

  call({ service, operation }: Call): Judgement {
    const owner = this.#services.get(service);
    if (!this.#models.heads.some((head) => head.service === service))
      return refused(`nothing of ${service} is emulated`);
    if (this.operation(service, operation) !== operation) {
      const known = [...this.#models.of(service).operations.keys()];
      return unknown('the service has no such operation', nearestName(operation, known));
    }
    if (!owner) return refused(`nothing of ${service} is emulated`);
    if (!Object.hasOwn(owner.operations, operation)) return refused(`${owner.title} does not emulate this operation`);
    return this.#stored(owner, operation) ?? emulated;
  }

  /** A member of an operation's input, in whatever way it is written: `SnapStart`, `snap_start`; undefined for what is none. */
  memberName({ service, operation }: Call, name: string): string | undefined {
    const wanted = singular(name);
    const members = this.#models.of(service).operations.get(operation)?.input.byName.keys() ?? [];
    return [...members].find((each) => singular(each) === wanted);
  }

  /** What becomes of a member; undefined for what is none. */
  member(call: Call, name: string): Judgement | undefined {
    const owner = this.#services.get(call.service);
    const member = owner && this.memberName(call, name);
    if (!owner || member === undefined) return undefined;
    return this.#stored(owner, `${call.operation}.${member}`) ?? emulated;
  }

  #stored({ storedOnly: settings = {} }: AnyService, setting: string): Judgement | undefined {
    const reason = Object.hasOwn(settings, setting) ? settings[setting] : undefined;
    return reason === undefined ? undefined : storedOnly(reason);
  }
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Blocks of Terraform are called by one of what they are a list of. */
const singular = (name: string): string => plain(name).replace(/s$/, '');
