/** Whether `Ref` of a parameter of that type answers a list, also where Parameter Store holds it. */
export const isListType = (type: string): boolean =>
  type === 'CommaDelimitedList' || type.startsWith('List<') || /Value<(List<|CommaDelimitedList)/.test(type);

/** The items of a list parameter's text. Spaces around commas do not count, and no text is no item. */
export const listOf = (value: string): string[] => (value === '' ? [] : value.split(',').map((item) => item.trim()));
