package io.godwit.virtualization;

import io.godwit.guest.Activity;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// An activity that has a name, as a file of `config/guests` says.
///
/// @param guest its name, which is also its file's
/// @param rates in a second of the guest's CPU time; what isn't there never happens
public record GuestPreset(String guest, String about, SortedMap<Reason, Rate> rates) {

    public static final SettingsFile<GuestPreset> FILES = SettingsFile.of(GuestPreset.class, "guest");

    /// @param source `unverified: ...` where nobody has measured it
    public record Rate(EventRate rate, String source) {}

    public GuestPreset {
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
        if (rates.isEmpty()) {
            throw new IllegalQuantity("a guest without rates only computes: write at least one");
        }
    }

    public Activity activity() {
        SortedMap<Reason, EventRate> plain = new TreeMap<>();
        rates.forEach((reason, rate) -> plain.put(reason, rate.rate()));
        return Reason.activity(plain);
    }
}
