package io.godwit.door;

import io.godwit.history.DowntimeParts;
import io.godwit.migration.precopy.Course;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A prediction for programs.
public final class PredictionBody {

    private PredictionBody() {}

    /// A map that is written in the order in which it is filled.
    public static Map<String, Object> of(Prediction prediction) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("converges", prediction.converges());
        body.put("bytes", prediction.bytes());
        body.put("durationNs", prediction.durationNs());
        body.put("downtimeNs", prediction.downtime().totalNs());
        body.put("downtime", of(prediction.downtime().parts()));
        body.put("pagesLeft", prediction.last().pages());
        body.put("bytesLeft", prediction.last().bytes());
        if (prediction.end() instanceof Course.GiveUp giveUp) {
            body.put("weighedNs", prediction.last().downtimeNs());
            body.put("limitNs", giveUp.limitNs());
        }
        prediction.pull().ifPresent(pull -> {
            Map<String, Object> pulled = new LinkedHashMap<>();
            pulled.put("pages", pull.pages());
            pulled.put("bytes", pull.bytes());
            pulled.put("durationNs", pull.durationNs());
            pulled.put("faults", pull.faults());
            pulled.put("faultNs", pull.faultNs());
            pulled.put("stallNs", pull.stallNs());
            body.put("pull", pulled);
        });
        List<Map<String, Object>> rounds = new ArrayList<>();
        prediction.precopy().rounds().forEach(round -> rounds.add(of(round)));
        body.put("rounds", rounds);
        body.put("help", HelpView.of(prediction.help()));
        return body;
    }

    private static Map<String, Object> of(DowntimeParts parts) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("pauseNs", parts.pauseNs());
        parts.pagesNs().ifPresent(pages -> row.put("pagesNs", pages));
        row.put("stateNs", parts.stateNs());
        row.put("transitNs", parts.transitNs());
        row.put("verifyNs", parts.verifyNs());
        row.put("commitNs", parts.commitNs());
        row.put("resumeNs", parts.resumeNs());
        return row;
    }

    private static Map<String, Object> of(Round round) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("number", round.number());
        row.put("pages", round.pages());
        row.put("bytes", round.bytes());
        row.put("durationNs", round.durationNs());
        row.put("dirtyPages", round.dirtyPages());
        row.put("savedBytes", round.savedBytes());
        row.put("throttlePercent", round.throttlePercent());
        return row;
    }
}
