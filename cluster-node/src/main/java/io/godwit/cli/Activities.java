package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What guests do, as a door takes it: the name of a file of `config/guests`, or rates as they are typed.
final class Activities {

    private Activities() {}

    /// @throws InvalidSettings if these are no rates
    static JsonNode read(String text) {
        if (!text.contains("=")) {
            return JsonNodeFactory.instance.textNode(text);
        }
        ObjectNode rates = JsonNodeFactory.instance.objectNode();
        for (String pair : text.split(",", -1)) {
            int sign = pair.indexOf('=');
            if (sign < 0) {
                throw new InvalidSettings("--activity: '" + pair + "' is no rate: write timer=250/s,page-fault=1000/s");
            }
            rates.put(pair.substring(0, sign), pair.substring(sign + 1));
        }
        return rates;
    }
}
