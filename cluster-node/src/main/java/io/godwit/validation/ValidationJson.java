package io.godwit.validation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A validation for programs. The same validation gives the same text.
public final class ValidationJson {

    private static final JsonMapper JSON = new JsonMapper();

    private ValidationJson() {}

    public static String write(Validation validation) {
        var root = JSON.createObjectNode();
        root.put("summary", validation.summary());
        root.put("exitCode", validation.exitCode());
        root.put("seed", validation.seed());
        var cases = root.putArray("cases");
        validation.judgements().forEach(it -> cases.add(row(it)));
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private static ObjectNode row(Judgement it) {
        var subject = it.subject();
        var row = JSON.createObjectNode();
        row.put("id", subject.id());
        row.put("what", subject.what());
        row.put("class", subject.rank().word());
        row.put("published", subject.published().toString());
        row.put("unit", subject.published().unit());
        row.put("source", subject.source());
        row.put("mark", subject.mark().toString());
        it.emulated().ifPresent(value -> row.put("emulated", value));
        it.deviation().ifPresent(value -> row.put("deviation", value));
        row.put("tolerance", subject.tolerance().amount());
        row.put("toleranceUnit", subject.tolerance().unit());
        row.put("verdict", it.verdict().word());
        if (!it.note().isEmpty()) {
            row.put("note", it.note());
        }
        row.put("because", subject.because());
        row.put("experiment", subject.experiment());
        var with = row.putObject("with");
        subject.settings().forEach(with::put);
        return row;
    }
}
