package dev.platte.server.edge;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last stop of everything that went wrong, also before any of our code ran (a malformed request
 * line, an unknown method): where Tomcat would write HTML with a stack trace, this writes a problem
 * and logs the trace.
 */
final class ProblemValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

    private final PlainRandom random;

    ProblemValve(PlainRandom random) {
        this.random = random;
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        // Written already, or a status that needs no words: Tomcat's own valve leaves the same
        // alone.
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String id = RequestId.assign(request, request.getHeader(RequestId.HEADER), random);
        if (thrown != null && status >= 500) {
            LOG.error("request {} failed", id, thrown);
        }
        try {
            // Not through their facades: those take no header any more after sendError.
            ProblemWriter.writeBody(request, response, Problem.of(status));
        } catch (IOException e) {
            LOG.debug("the caller of request {} is gone", id, e);
        }
    }
}
