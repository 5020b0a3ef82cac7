package io.godwit.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.history.Entry;
import io.godwit.link.RecordForm;
import java.util.Optional;

/// An event as a door tells it.
///
/// @param id where a reader that was cut off goes on: behind this event
/// @param atNs on the clock of the node that tells it; clocks of different machines are never compared
/// @param kind such as `GuestEvent.Started`
/// @param about what the kind says, by name
/// @param text the same for people
record EventView(String id, String node, long atNs, String kind, JsonNode about, String text) {

    private static final JsonMapper RECORDS = RecordForm.mapper(JsonMapper.builder());

    /// @return empty for what is of no note for people
    static Optional<EventView> of(Entry entry, Cursor behind) {
        Class<?> type = entry.event().getClass();
        return EventWords.of(entry.event())
                .map(text -> new EventView(
                        behind.toString(),
                        entry.node().value(),
                        entry.atNs(),
                        type.getName()
                                .substring(type.getPackageName().length() + 1)
                                .replace('$', '.'),
                        RECORDS.valueToTree(entry.event()),
                        text));
    }
}
