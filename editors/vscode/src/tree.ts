/** Trees whose rows are made again whenever something changes. */
import { EventEmitter, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import type { Disposable, TreeDataProvider } from "vscode";

/** Checking out a branch changes many files at once. */
const REDRAW_PAUSE_MS = 150;

/** `target` is what the row's commands are called with. A screen reader says what the row shows, without its icon. */
export class Row extends TreeItem {
  constructor(label: string, look: Partial<TreeItem>, readonly target: object = {}, readonly children: Row[] = []) {
    super(label, children.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None);
    Object.assign(this, look);
    const description = typeof look.description === "string" ? look.description.split(" · ") : [];
    this.accessibilityInformation ??= { label: [label, ...description].join(", ") };
  }
}

export abstract class Tree implements TreeDataProvider<Row>, Disposable {
  private readonly changed = new EventEmitter<void>();
  private pause: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  protected abstract roots(): Promise<Row[]>;

  /** Soon, and once for all that asked meanwhile. */
  readonly redraw = (): void => {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.changed.fire(), REDRAW_PAUSE_MS);
  };

  dispose(): void {
    clearTimeout(this.pause);
    this.changed.dispose();
  }

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
