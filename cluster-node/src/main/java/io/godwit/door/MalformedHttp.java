package io.godwit.door;

import io.godwit.unit.Excerpt;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/// Answers what is no HTTP, or more of it than a door takes, as a door answers everything else. Pekko makes it, by its
/// name in the settings.
public final class MalformedHttp extends ParsingErrorHandler {

    /// A line or two of a terminal; what a peer sent may be quoted in it.
    private static final int MAX_CHARACTERS = 160;

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return HttpDoor.response(Reply.refused(status.intValue(), sentence(error)));
    }

    private static String sentence(ErrorInfo error) {
        String what = error.summary().isEmpty() ? error.detail() : error.summary();
        return "this is no request that a door understands (" + Excerpt.of(what, MAX_CHARACTERS)
                + "): send plain HTTP/1.1";
    }
}
