package dev.platte.server.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as {@code application/problem+json}, the same from every layer. */
public final class ProblemWriter {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ProblemWriter() {}

    /** Answers with a problem and these headers, unless an answer is on its way already. */
    public static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            Problem problem,
            Map<String, String> headers)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        headers.forEach(response::setHeader);
        writeBody(request, response, problem);
    }

    /** Answers with what this failure means to a caller; what nobody expected is logged. */
    public static void write(
            HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
            throws IOException {
        Problem problem = Failures.problemOf(failure, RequestId.of(request));
        write(request, response, problem, Failures.headersOf(problem));
    }

    /** The body alone: whoever calls has set the status. */
    static void writeBody(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        byte[] body = JSON.writeValueAsBytes(members(problem, RequestId.of(request)));
        response.setHeader(RequestId.HEADER, RequestId.of(request));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    private static Map<String, Object> members(Problem problem, String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", problem.title());
        members.put("status", problem.status());
        members.put("detail", problem.detail());
        members.put("code", problem.code());
        members.put("requestId", requestId);
        return members;
    }
}
