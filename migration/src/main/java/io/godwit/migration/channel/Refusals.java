package io.godwit.migration.channel;

/// How often a node's page server refused something, by reason. Each ended the connection it came on.
///
/// @param corrupt checksum wrong, length out of bounds, or no frame at all
/// @param foreign of a migration, or with a token, that nobody expects here
/// @param stale of an epoch that is not the passage's
/// @param overrun more pages than were granted
public record Refusals(long corrupt, long foreign, long stale, long overrun) {

    public long total() {
        return corrupt + foreign + stale + overrun;
    }

    Refusals plusOne(RefusalCounter.Reason reason) {
        return switch (reason) {
            case CORRUPT -> new Refusals(corrupt + 1, foreign, stale, overrun);
            case FOREIGN -> new Refusals(corrupt, foreign + 1, stale, overrun);
            case STALE -> new Refusals(corrupt, foreign, stale + 1, overrun);
            case OVERRUN -> new Refusals(corrupt, foreign, stale, overrun + 1);
        };
    }
}
