package dev.platte.server.lock;

import dev.platte.db.lock.LockAnswer;
import dev.platte.db.lock.LockAsk;
import dev.platte.db.lock.LockAsk.Kind;
import dev.platte.db.lock.LockBook;
import dev.platte.server.commit.UnwritableException;
import dev.platte.server.edge.LimitedBody;
import dev.platte.server.edge.ProblemException;
import dev.platte.server.edge.RequestId;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The FleetLock protocol as zincati speaks it (its docs/development/fleetlock/protocol.md), and one
 * call more for people who want to know. Whatever goes wrong is answered in the protocol's own
 * form: clients read nothing else.
 */
@RestController
final class FleetLockController {

    private static final Logger LOG = LoggerFactory.getLogger(FleetLockController.class);

    private static final int MOST_BYTES = 16 * 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final LockCommits commits;
    private final LockBook book;
    private final MeterRegistry meters;

    FleetLockController(LockCommits commits, LockBook book, MeterRegistry meters) {
        this.commits = commits;
        this.book = book;
        this.meters = meters;
    }

    /** RecursiveLock: it wants to reboot. */
    @RequestMapping("/v1/pre-reboot")
    void preReboot(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // The name that airlock's dashboards know.
        meters.counter("airlock.v1.pre.reboot.incoming.requests").increment();
        answer("pre-reboot", request, response, body -> turn(Kind.PRE_REBOOT, request, body));
    }

    /** UnlockIfHeld: it is up. */
    @RequestMapping("/v1/steady-state")
    void steadyState(HttpServletRequest request, HttpServletResponse response) throws IOException {
        meters.counter("airlock.v1.steady.state.incoming.requests").increment();
        answer("steady-state", request, response, body -> turn(Kind.STEADY_STATE, request, body));
    }

    /** Ours: how the group stands, for who may ask for its slots. Changes nothing. */
    @RequestMapping("/v1/lock-status")
    void status(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(
                "lock-status",
                request,
                response,
                body -> {
                    LockAsk ask = FleetLockRequest.read(Kind.PRE_REBOOT, request, body);
                    return LockStatus.of(book.glance(ask), ask.host());
                });
    }

    private FleetLockReply turn(Kind kind, HttpServletRequest request, byte[] body)
            throws FleetLockException, UnwritableException, InterruptedException {
        LockAnswer answer = commits.answer(FleetLockRequest.read(kind, request, body));
        return FleetLockReply.of(answer);
    }

    private interface Call {
        FleetLockReply reply(byte[] body)
                throws FleetLockException, UnwritableException, InterruptedException;
    }

    private void answer(
            String api, HttpServletRequest request, HttpServletResponse response, Call call)
            throws IOException {
        FleetLockReply reply = reply(request, call);
        meters.counter("platte.lock.requests", "api", api, "kind", reply.kind()).increment();
        reply.write(response);
    }

    private static FleetLockReply reply(HttpServletRequest request, Call call) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return FleetLockReply.error(405, "method_not_allowed", "send a POST");
        }
        try {
            return call.reply(LimitedBody.read(request, MOST_BYTES));
        } catch (FleetLockException e) {
            return e.reply();
        } catch (ProblemException e) {
            return FleetLockReply.error(
                    e.problem().status(), "invalid_client_identity", e.problem().detail());
        } catch (UnwritableException e) {
            return FleetLockReply.later(
                    "backend_unavailable", e.getMessage() + " Ask again later.", RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FleetLockReply.later(
                    "backend_unavailable", "the server is being stopped", RETRY_AFTER);
        } catch (RuntimeException e) {
            LOG.error("request {} failed", RequestId.of(request), e);
            return FleetLockReply.error(
                    500,
                    "internal_error",
                    "the server's log has the cause under request " + RequestId.of(request));
        }
    }
}
