/** Trees whose rows are made anew whenever something changes. */
import { EventEmitter, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type TreeDataProvider } from "vscode";

/** `target` is what the row's commands are called with. */
export class Row extends TreeItem {
  constructor(label: string, look: Partial<TreeItem>, readonly target: object = {}, readonly children: Row[] = []) {
    super(label, children.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None);
    Object.assign(this, look);
  }
}

export abstract class Tree implements TreeDataProvider<Row> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  protected abstract roots(): Promise<Row[]>;

  readonly redraw = (): void => this.changed.fire();

  getTreeItem(row: Row): TreeItem {
    return row;
  }

  getChildren(row?: Row): Row[] | Promise<Row[]> {
    return row ? row.children : this.roots();
  }
}

export function icon(name: string, color?: string): ThemeIcon {
  return new ThemeIcon(name, color === undefined ? undefined : new ThemeColor(color));
}
