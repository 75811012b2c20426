/** Those who want to know what tasks do. While there are none, telling them costs the look at one variable. */
export interface TaskHooks {
  /** A task was created; the one that created it runs now. */
  onCreate(task: object): void;
  /** A task was cancelled, by itself or with another. */
  onCancel(task: object, reason: unknown): void;
  /** A task has ended. */
  onEnd(task: object): void;
  /** The code that runs now begins to wait. */
  onPause(): void;
  /** Whoever waited will go on soon. */
  onResume(ambient: object | undefined): void;
  /** A time limit is over, and the task should end soon. */
  onOverdue(task: object): void;
  /** Something was opened that has to be closed. */
  onOpen(owner: object, what: string): void;
  /** It was closed. */
  onClose(owner: object): void;
}

/** Whom to tell, if anybody. */
export let hooks: TaskHooks | undefined;

const listeners = new Set<Partial<TaskHooks>>();

/**
 * Has functions called when something happens to tasks.
 *
 * @param listener The functions; they must not throw.
 * @returns Ends it.
 */
export function addHooks(listener: Partial<TaskHooks>): Disposable {
  listeners.add(listener);
  hooks = forwarding;
  return {
    [Symbol.dispose]() {
      listeners.delete(listener);
      if (listeners.size === 0) hooks = undefined;
    },
  };
}

const forwarding: TaskHooks = {
  onCreate: (task) => listeners.forEach((it) => it.onCreate?.(task)),
  onCancel: (task, reason) => listeners.forEach((it) => it.onCancel?.(task, reason)),
  onEnd: (task) => listeners.forEach((it) => it.onEnd?.(task)),
  onPause: () => listeners.forEach((it) => it.onPause?.()),
  onResume: (ambient) => listeners.forEach((it) => it.onResume?.(ambient)),
  onOverdue: (task) => listeners.forEach((it) => it.onOverdue?.(task)),
  onOpen: (owner, what) => listeners.forEach((it) => it.onOpen?.(owner, what)),
  onClose: (owner) => listeners.forEach((it) => it.onClose?.(owner)),
};
