package io.godwit.door;

import io.godwit.link.NodeId;
import io.godwit.recovery.Orders;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/// A request under way. Mutable, and owned by the [Door].
///
/// @param orders its own, so that what is given up takes nothing else along
/// @param heard voters that have answered so far
record Errand(Request request, Orders orders, long deadlineNs, Set<NodeId> heard, CompletableFuture<Reply> reply) {

    static Errand of(Request request, Orders orders, long deadlineNs, CompletableFuture<Reply> reply) {
        return new Errand(request, orders, deadlineNs, new TreeSet<>(), reply);
    }

    boolean isOver(long nowNs) {
        return reply.isDone() || nowNs >= deadlineNs;
    }
}
