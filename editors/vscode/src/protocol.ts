/** The wire that this extension shares with the server; the server's PROTOCOL.md explains it. */

/** The number both sides compare at the start. */
export const PROTOCOL = 1;

/** The kinds of questions that we can ask. */
export const INPUT_TYPES = ["string", "number", "enum", "lazyEnum", "secret"];

export interface Entry {
  value: string;
  description: string;
}

export interface FieldType {
  kind: string;
  entries?: Entry[];
  source?: string;
  config?: unknown;
  args?: string[];
}

export interface Field {
  id: string;
  description: string;
  type: FieldType;
  required: boolean;
  default?: unknown;
  error?: string;
}

/** Parameters and result of `command/resolve`. */
export interface Resolvable {
  command: string;
  arguments?: Record<string, unknown>[];
  formFields?: Field[];
  formAnswers?: { id: string; value: unknown }[];
}

/** The `data` of an error answer. */
export interface FailureData {
  kind?: string;
  missing?: string[];
  remedy?: { title: string; command: string; arguments?: unknown[] };
}

export interface Input {
  name: string;
  type: string;
  description?: string;
  required: boolean;
  default?: string;
  options?: string[];
}

export interface Workflow {
  file: string;
  path: string;
  uri?: string;
  name: string;
  manual: boolean;
  inputs: Input[];
  state: string;
  problems: { message: string }[];
}

export interface WorkflowsList {
  component?: { componentId: string; name?: string };
  branch: string;
  commit?: string;
  source: string;
  workflows: Workflow[];
}

export interface Run {
  id: string;
  runUrl?: string;
  file: string;
  branch: string;
  inputs: Record<string, unknown>;
  requestedAt: string;
  outcome: string;
  status?: string;
  endedAt?: string;
  ended: boolean;
  error?: string;
}

export interface TokenStatus {
  origin: string;
  stored: boolean;
  store: string;
  expiresAt?: string;
  daysLeft?: number;
  accepted?: boolean;
}
