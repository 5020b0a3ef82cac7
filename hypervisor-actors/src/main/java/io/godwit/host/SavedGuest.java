package io.godwit.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.link.RecordForm;
import io.godwit.vm.GuestState;
import java.util.Optional;

/// The form in which a datastore keeps what a guest is besides its pages: JSON, as all our records have outside.
public final class SavedGuest {

    private static final JsonMapper JSON = RecordForm.mapper(JsonMapper.builder());

    private SavedGuest() {}

    static String write(GuestState guest) {
        try {
            return JSON.writeValueAsString(guest);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Empty if that is no guest.
    public static Optional<GuestState> read(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, GuestState.class));
        } catch (JsonProcessingException garbled) {
            return Optional.empty();
        }
    }
}
