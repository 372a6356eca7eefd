import { ordersOfCustomer } from './orders/customer-orders.ts';
import { answer, createHandler } from './orders/route.ts';

/** `GET /customers/{id}/orders`: what a customer has ordered, as of a moment ago. */
export const handler = createHandler('ListCustomerOrders', async (event) =>
  answer(200, { orders: await ordersOfCustomer(event.pathParameters?.id ?? '') }),
);
