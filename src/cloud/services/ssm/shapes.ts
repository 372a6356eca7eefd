import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** From the operations' pages of https://docs.aws.amazon.com/systems-manager/latest/APIReference/ */
const name: MemberShape = { required: true, min: 1, max: 2048 };
const names: MemberShape = { required: true, min: 1, max: 10, each: { min: 1, max: 2048 } };
const labels: MemberShape = { required: true, min: 1, max: 10, each: { min: 1, max: 100 } };
const tags: MemberShape = {
  max: 1000,
  each: { members: { Key: { required: true, min: 1, max: 128 }, Value: { required: true, min: 0, max: 256 } } },
};

const filterValues = (required: boolean): MemberShape => ({ required, min: 1, max: 50, each: { min: 1, max: 1024 } });
const filters: MemberShape = {
  each: {
    members: {
      Key: {
        required: true,
        min: 1,
        max: 132,
        pattern: /^(?:tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$/,
        patternText: 'tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType',
      },
      Option: { min: 1, max: 10 },
      Values: filterValues(false),
    },
  },
};
const resourceType: MemberShape = {
  required: true,
  enum: [
    'Association',
    'Automation',
    'Document',
    'MaintenanceWindow',
    'ManagedInstance',
    'OpsItem',
    'OpsMetadata',
    'Parameter',
    'PatchBaseline',
  ],
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html */
export const ssmShapes: Readonly<Record<string, InputShape>> = {
  PutParameter: {
    Name: name,
    Description: { min: 0, max: 1024 },
    Value: { required: true, min: 1 },
    Type: { enum: ['SecureString', 'StringList', 'String'] },
    KeyId: { min: 1, max: 256, pattern: /^([a-zA-Z0-9:/_-]+)$/ },
    AllowedPattern: { min: 0, max: 1024 },
    Tags: tags,
    Tier: { enum: ['Standard', 'Advanced', 'Intelligent-Tiering'] },
    Policies: { min: 1, max: 4096 },
    DataType: { min: 0, max: 128 },
  },
  GetParameter: { Name: name },
  GetParameters: { Names: names },
  GetParametersByPath: { Path: name, ParameterFilters: filters, MaxResults: { min: 1, max: 10 } },
  DescribeParameters: {
    Filters: {
      each: { members: { Key: { required: true, enum: ['Name', 'Type', 'KeyId'] }, Values: filterValues(true) } },
    },
    ParameterFilters: filters,
    MaxResults: { min: 1, max: 50 },
  },
  GetParameterHistory: { Name: name, MaxResults: { min: 1, max: 50 } },
  DeleteParameter: { Name: name },
  DeleteParameters: { Names: names },
  LabelParameterVersion: { Name: name, Labels: labels },
  UnlabelParameterVersion: { Name: name, Labels: labels },
  AddTagsToResource: { ResourceType: resourceType, Tags: { required: true, ...tags } },
  RemoveTagsFromResource: { ResourceType: resourceType },
  ListTagsForResource: { ResourceType: resourceType },
};
