package io.godwit.cli;

import io.godwit.drill.Drill;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.DrillReport.Clock;
import java.util.List;
import java.util.TreeMap;

/// How what was played is played again.
///
/// @param file as the caller named it
/// @param sets what was set in place of the file's values, `key=value` each
record Rerun(String file, List<String> sets) {

    DrillReport.Replay of(Drill drill, Clock clock) {
        var settings = new TreeMap<String, String>();
        var command = new StringBuilder("./godwit drill ").append(file);
        if (clock == Clock.VIRTUAL) {
            command.append(" --virtual");
        }
        command.append(" --seed ").append(drill.run().seed());
        for (var set : sets) {
            settings.put(set.substring(0, set.indexOf('=')), set.substring(set.indexOf('=') + 1));
            command.append(" --set ").append(set);
        }
        return new DrillReport.Replay(file, drill.run().seed(), settings, Installation.commit(), command.toString());
    }
}
