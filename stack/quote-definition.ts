/** How many products one quote may name. */
const itemsMax = 50;

const isQuotable = `{% (
  $items := $states.input.items;
  $isLine := function($item) {(
    $type($item) = 'object' and $type($item.sku) = 'string' and $length($item.sku) > 0
      and $type($item.quantity) = 'number' and $item.quantity >= 1 and $item.quantity <= 1000
      and $floor($item.quantity) = $item.quantity
  )};
  $type($items) = 'array' and $count($items) >= 1 and $count($items) <= ${itemsMax}
    and $count($filter($items, $isLine)) = $count($items)
) %}`;

/** A failure that the route answers with this status, told as the other routes do. */
const refuse = (status: number, type: string, title: string) => ({
  Type: 'Fail',
  Error: String(status),
  Cause: JSON.stringify({ type: `urn:orders:${type}`, title, status }),
});

const busy = { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 };

/** The price of one line, from the catalog. */
const priceItem = {
  StartAt: 'ReadProduct',
  States: {
    ReadProduct: {
      Type: 'Task',
      Resource: 'arn:${Partition}:states:::aws-sdk:dynamodb:getItem',
      Arguments: { TableName: '${CatalogTable}', Key: { sku: { S: '{% $states.input.sku %}' } } },
      Assign: { line: '{% $states.input %}' },
      Retry: [busy],
      Output: '{% $states.result %}',
      TimeoutSeconds: 5,
      Next: 'IsKnown',
    },
    IsKnown: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $exists($states.input.Item) %}', Next: 'Priced' }],
      Default: 'UnknownProduct',
    },
    Priced: {
      Type: 'Pass',
      Output: `{% (
        $unitPrice := $number($states.input.Item.price.N);
        {
          'sku': $line.sku,
          'quantity': $line.quantity,
          'unitPrice': $unitPrice,
          'currency': $states.input.Item.currency.S,
          'amount': $unitPrice * $line.quantity
        }
      ) %}`,
      End: true,
    },
    UnknownProduct: refuse(422, 'unknown-product', 'There is no such product'),
  },
};

/**
 * What an order would cost: checks the request, reads the price of each product, and adds up. An error is the status that
 * the route answers with, its cause are problem details.
 */
export const quoteDefinition = {
  QueryLanguage: 'JSONata',
  StartAt: 'IsQuotable',
  TimeoutSeconds: 25,
  States: {
    IsQuotable: {
      Type: 'Choice',
      Choices: [{ Condition: isQuotable, Next: 'PriceItems' }],
      Default: 'InvalidQuote',
    },
    PriceItems: {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      MaxConcurrency: 10,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...priceItem },
      Catch: [
        { ErrorEquals: ['422'], Next: 'UnknownProducts' },
        { ErrorEquals: ['States.ALL'], Next: 'Unavailable' },
      ],
      Next: 'HasOneCurrency',
    },
    HasOneCurrency: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $count($distinct($states.input.currency)) = 1 %}', Next: 'Quoted' }],
      Default: 'SeveralCurrencies',
    },
    Quoted: {
      Type: 'Succeed',
      Output: {
        currency: '{% $states.input[0].currency %}',
        items: "{% [$states.input.{'sku': sku, 'quantity': quantity, 'unitPrice': unitPrice, 'amount': amount}] %}",
        amount: '{% $sum($states.input.amount) %}',
      },
    },
    InvalidQuote: refuse(400, 'invalid-quote', `A quote has items, 1 to ${itemsMax}, each with a sku and a quantity`),
    UnknownProducts: refuse(422, 'unknown-product', 'There is no such product'),
    SeveralCurrencies: refuse(422, 'several-currencies', 'The products are sold in several currencies'),
    Unavailable: refuse(503, 'unavailable', 'The catalog is not available at the moment'),
  },
};
