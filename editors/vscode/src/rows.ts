/** Trees whose rows are made anew whenever something changes. */
import { EventEmitter, TreeItem } from "vscode";
import type { TreeDataProvider } from "vscode";

/** `target` is what the row's commands are called with. */
export class Row {
  constructor(readonly item: TreeItem, readonly target: Record<string, unknown> = {}, readonly children: Row[] = []) {}
}

/** A row that only says something, and does something when it is chosen. */
export function notice(label: string, icon: TreeItem["iconPath"], command?: string, tooltip?: string): Row {
  const item = new TreeItem(label);
  Object.assign(item, { iconPath: icon, tooltip, contextValue: "notice" });
  if (command) item.command = { command, title: label };
  return new Row(item);
}

export abstract class Rows implements TreeDataProvider<Row> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  abstract roots(): Promise<Row[]>;

  getTreeItem(row: Row): TreeItem {
    return row.item;
  }

  getChildren(row?: Row): Row[] | Promise<Row[]> {
    return row ? row.children : this.roots();
  }

  refresh = (): void => this.changed.fire();
}
