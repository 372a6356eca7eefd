import type { HttpRequest, HttpResponse } from '../../cloud/kernel/http.ts';
import type { BoundaryCall } from '../run/boundary-call.ts';
import type { SideEffect } from '../run/run.ts';
import { undoes } from '../run/undoes.ts';
import { control, type FakeHttp } from '../simulation/fake-http.ts';

/** What took effect outside in one run, net of what was undone. */
export class SideEffects {
  readonly list: (SideEffect & { undone: boolean })[] = [];

  /** Notes a request that changed the fake's state. */
  note(fake: FakeHttp, call: BoundaryCall, url: URL, request: HttpRequest, response: HttpResponse): void {
    const body = Buffer.from(request.body).toString('utf8');
    const told = Buffer.from(response.body).toString('utf8');
    const route = `${call.operation} ${call.resource}`;
    const key = request.headers['idempotency-key'];
    const isSame = (earlier: SideEffect): boolean =>
      earlier.route === route && earlier.idempotencyKey === key && earlier.response === told;
    // Known by its key and answered as before: nothing happened once more.
    if (key !== undefined && this.list.some(isSame)) return;
    const effect = { method: request.method, url, body, route };
    const undoable = this.list.filter((earlier) => undoes(effect, earlier, fake[control]));
    const undone = undoable.find((earlier) => !earlier.undone);
    if (undone) undone.undone = true;
    this.list.push({
      route,
      boundaryCall: call.id,
      client: call.client ?? 'A',
      idempotencyKey: key,
      request: body,
      response: told,
      undone: undone !== undefined,
      ...(undoable.length > 0 && !undone && { undoesAgain: undoable[0]?.route ?? '' }),
    });
  }
}
