package io.godwit.time;

import org.jspecify.annotations.Nullable;

/// What is to run in this instant, first in, first out, each with the node it belongs to. A ring that grows by doubling
/// and is never shrunk.
final class RunQueue {

    private @Nullable VirtualNode[] nodes = new @Nullable VirtualNode[1024];
    private @Nullable Runnable[] tasks = new @Nullable Runnable[1024];
    private int head;
    private int size;

    void add(VirtualNode node, Runnable task) {
        if (size == tasks.length) {
            grow();
        }
        int tail = (head + size++) & (tasks.length - 1);
        nodes[tail] = node;
        tasks[tail] = task;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// The node of the first task.
    VirtualNode firstNode() {
        VirtualNode node = nodes[head];
        assert node != null : "the queue isn't empty";
        return node;
    }

    Runnable takeFirst() {
        Runnable task = tasks[head];
        assert task != null : "the queue isn't empty";
        nodes[head] = null;
        tasks[head] = null;
        head = (head + 1) & (tasks.length - 1);
        size--;
        return task;
    }

    void clear() {
        while (!isEmpty()) {
            takeFirst();
        }
    }

    private void grow() {
        int capacity = tasks.length;
        @Nullable VirtualNode[] moreNodes = new @Nullable VirtualNode[2 * capacity];
        @Nullable Runnable[] moreTasks = new @Nullable Runnable[2 * capacity];
        int untilEnd = capacity - head;
        System.arraycopy(nodes, head, moreNodes, 0, untilEnd);
        System.arraycopy(nodes, 0, moreNodes, untilEnd, head);
        System.arraycopy(tasks, head, moreTasks, 0, untilEnd);
        System.arraycopy(tasks, 0, moreTasks, untilEnd, head);
        nodes = moreNodes;
        tasks = moreTasks;
        head = 0;
    }
}
