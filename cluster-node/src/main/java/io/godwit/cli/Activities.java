package io.godwit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.settings.SettingsFile;
import io.godwit.virtualization.GuestPreset;
import java.util.Locale;

/// What guests do, as a door takes it: by the name of a file of `config/guests`, or rates as they are typed.
final class Activities {

    private Activities() {}

    /// @throws InvalidSettings if there is no such file, or it can't be used
    static ObjectNode rates(String text) {
        ObjectNode rates = JsonNodeFactory.instance.objectNode();
        if (text.contains("=")) {
            for (String pair : text.split(",", -1)) {
                int sign = pair.indexOf('=');
                if (sign < 0) {
                    throw new InvalidSettings(
                            "--activity: '" + pair + "' is no rate: write timer=250/s,page-fault=1000/s");
                }
                rates.put(pair.substring(0, sign), pair.substring(sign + 1));
            }
            return rates;
        }
        switch (GuestPreset.FILES.named(Installation.guests(), text)) {
            case SettingsFile.Read<GuestPreset>(var preset) ->
                preset.rates()
                        .forEach((reason, rate) -> rates.put(
                                reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                rate.rate().toString()));
            case SettingsFile.Unusable<GuestPreset>(var sentence) -> throw new InvalidSettings(sentence);
        }
        return rates;
    }
}
