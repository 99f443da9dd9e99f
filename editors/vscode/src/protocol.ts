/** The wire that this extension shares with the server, as far as it is looked at; PROTOCOL.md explains it. */

/** The number both sides compare at the start. */
export const PROTOCOL = 1;

/** The kinds of questions that we can ask. */
export const INPUT_TYPES = ["string", "number", "enum", "lazyEnum", "secret"];

export type Entry = { value: string; description: string };
export type FieldType = { kind: string; entries?: Entry[]; source?: string; config?: unknown; args?: string[] };
export type Field = {
  id: string; description: string; type: FieldType; required: boolean; default?: unknown; error?: string | undefined;
};

/** Parameters and result of `command/resolve`, and parameters of `workspace/executeCommand`. */
export type Call = {
  command: string;
  arguments?: Record<string, unknown>[];
  formFields?: Field[];
  formAnswers?: { id: string; value: unknown }[];
  /** What is asked about, once that is settled. */
  subject?: string;
};

/** The `data` of an error answer. */
export type FailureData = { kind?: string; missing?: string[]; remedy?: { title: string; command: string } };

export type Input = {
  name: string; type: string; description?: string; required: boolean; default?: string; options?: string[];
};
export type Workflow = {
  file: string; path: string; uri?: string; name: string; manual: boolean; inputs: Input[]; state: string;
  problems: { message: string }[];
};
export type WorkflowsList =
  { component?: object; branch: string; commit?: string; workflows: Workflow[]; notes?: string[] };

/** What became of the command that starts a run; its preview has a text. */
export type Started = { outcome: string; id?: string; file: string; branch: string; notes?: string[]; text?: string };

/** `state` is the server's word for how it stands, the same in every editor. */
export type Run = {
  id: string; runUrl?: string; file: string; branch: string; inputs: Record<string, unknown>; requestedAt: string;
  startedAt?: string; endedAt?: string; outcome: string; reason?: string; ended: boolean; following?: string;
  state: string; mood: Mood; error?: string;
};
export type Mood = "going" | "good" | "doubtful" | "bad" | "neutral";
export type RunDetails = { run: Run; text: string };

export type TokenStatus =
  { origin: string; stored: boolean; store: string; expiresAt?: string; daysLeft?: number; accepted?: boolean;
    acceptedReason?: string; mayRead?: boolean };
