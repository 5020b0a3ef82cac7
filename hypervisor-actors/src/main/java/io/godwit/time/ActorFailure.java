package io.godwit.time;

/// An exception that nobody inside the node handled. Expected failures are values, so each of these is a bug, and a
/// simulation that ends with one has failed.
///
/// @param node the node in which it happened, or `world` for an event of the world itself
/// @param where path of the actor, or what else was running
public record ActorFailure(long timeNs, String node, String where, Throwable cause) {

    @Override
    public String toString() {
        return where + " of " + node + " failed at " + timeNs + " ns: " + cause;
    }
}
