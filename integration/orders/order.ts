/** A body that `POST /orders` takes. */
export const order = {
  customerId: 'c-1',
  currency: 'EUR',
  items: [
    { sku: 'tea', quantity: 2, unitPrice: 450 },
    { sku: 'cup', quantity: 1, unitPrice: 1200 },
  ],
};
