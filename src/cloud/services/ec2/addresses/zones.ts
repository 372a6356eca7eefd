/** Availability Zones that every region has here; `Fn::GetAZs` of CloudFormation answers the same. */
const zoneLetters = ['a', 'b', 'c'];

/** Regions that every account has, without opting in. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const defaultRegions: readonly string[] = [
  'ap-south-1',
  'eu-north-1',
  'eu-west-3',
  'eu-west-2',
  'eu-west-1',
  'ap-northeast-3',
  'ap-northeast-2',
  'ap-northeast-1',
  'ca-central-1',
  'sa-east-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

/** Regions that accounts opt in to. */
export const optInRegions: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
];

/** A zone by both of its names. */
interface Zone {
  readonly name: string;
  readonly id: string;
  readonly number: number;
}

/** The zones of a region. */
export const zonesOf = (region: string): readonly Zone[] =>
  zoneLetters.map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${shortName(region)}-az${index + 1}`,
    number: index + 1,
  }));

/** `us-east-1` → `use1`, `ap-southeast-2` → `apse2`. */
function shortName(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-').slice(-3);
  const first = region.startsWith('us-gov') ? 'usg' : area;
  return `${first}${direction
    .replace(/^(north|south)(east|west)$/, '$1-$2')
    .split('-')
    .map((part) => part.charAt(0))
    .join('')}${number}`;
}
