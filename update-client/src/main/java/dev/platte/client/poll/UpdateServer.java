package dev.platte.client.poll;

import dev.platte.client.config.Settings;
import dev.platte.client.http.Http;
import dev.platte.client.http.Pause;
import dev.platte.client.poll.Answer.Pace;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.request.Asks;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.request.Ping;
import dev.platte.omaha.request.UpdateCheck;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.ErrorFlag;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Omaha server as this host speaks to it: what update_engine would say, in its order. */
public final class UpdateServer {
    private static final Logger LOG = System.getLogger(UpdateServer.class.getName());

    /** update_engine and its CoreOS ancestor: with any other server, codes carry bit 28. */
    private static final Set<String> VENDOR_SERVERS =
            Set.of(
                    "https://public.update.flatcar-linux.net/v1/update/",
                    "https://public.update.core-os.net/v1/update/");

    /** Alive, waiting for the reboot, and is there something newer? */
    private static final Asks PING =
            new Asks(
                    Optional.of(Ping.ACTIVE),
                    Optional.of(UpdateCheck.PLAIN),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());

    private static final int SCHEDULED_RETRIES = 3;
    private static final int ON_DEMAND_RETRIES = 1;
    private static final int EVENT_RETRIES = 0;

    private final URI address;
    private final Line line;
    private final Requests requests;
    private final CarriedEvent carried;
    private final Answers answers;
    private final Reports reports;
    private final StateDir state;

    /**
     * What a server is spoken to with.
     *
     * @param clock for what servers say in dates
     */
    public record Means(Http http, Pause pause, InstantSource clock) {}

    /**
     * Speaks to the server of the settings.
     *
     * @param reports what it has not heard yet
     * @throws IllegalArgumentException the settings name no server
     */
    public UpdateServer(Settings settings, StateDir state, Reports reports, Means means) {
        Settings.Service service = settings.service();
        this.address =
                service.server().orElseThrow(() -> new IllegalArgumentException("no server"));
        this.line =
                new Line(
                        means.http(),
                        address,
                        service.acceptance().cup(),
                        means.pause(),
                        means.clock());
        this.state = state;
        this.reports = reports;
        this.requests = new Requests(settings, state);
        this.carried = new CarriedEvent(state, new BootMemory(state), settings.host());
        this.answers = new Answers(service);
    }

    /**
     * Asks for an update. What the server has not heard yet goes first, and while it does not hear
     * that, it is not asked either: an old report that comes after a new grant would count against
     * that. Every check also carries the report of the last boot, which stays until an answer
     * acknowledges it.
     *
     * @param waiting whether an update is installed and waits for its reboot. Then nothing is
     *     carried: update_engine only pings, and there are servers that take its event for the end
     *     of the update; but something newer is asked for
     * @throws IOException the state directory cannot be read or written
     */
    public Answer check(InstallSource source, boolean waiting)
            throws IOException, InterruptedException {
        int retries = source.isOnDemand() ? ON_DEMAND_RETRIES : SCHEDULED_RETRIES;
        Optional<Answer> unheard = tellAll(retries);
        if (unheard.isPresent()) {
            return unheard.get();
        }
        Optional<Event> event = waiting ? Optional.empty() : Optional.of(carried.event());
        byte[] request = requests.encode(source, event.map(Asks::updateCheck).orElse(PING));
        Exchange exchange = line.post(request, retries);
        if (!(exchange instanceof Exchange.Answered(Pace pace, byte[] body, boolean proven))) {
            return unanswered(exchange);
        }
        Answers.Read read = answers.read(pace, body, proven);
        if (read.acknowledged() && event.isPresent()) {
            carried.acknowledged(event.get());
        }
        if (read.answer() instanceof Answer.Offered) {
            // postinst scripts of the field read their extra files from it.
            state.note("full-response", new String(body, StandardCharsets.UTF_8));
        }
        return read.answer();
    }

    /** Tells that the download began. */
    public void downloadStarted(Subject subject) throws IOException, InterruptedException {
        tell(Event.downloadStarted(), subject);
    }

    /** Tells that the payload is complete and verified. */
    public void downloadFinished(Subject subject) throws IOException, InterruptedException {
        tell(Event.downloadFinished(), subject);
    }

    /**
     * Tells that the update is installed and waits for the reboot.
     *
     * @param flip tells flips apart
     */
    public void installed(Subject subject, String flip) throws IOException, InterruptedException {
        reports.installed(subject, flip);
        tellAll(EVENT_RETRIES);
    }

    /**
     * Tells that an attempt ended, with update_engine's flags above the code. What ended an update
     * is told until it is heard; that a check failed is told once, as update_engine does: nothing
     * happened to this host, and later the server need not know that it was not to be reached. It
     * is not told at all before the server knows what became of the last update: it would take it
     * for the failure of that.
     *
     * @param resumed whether the download had gone on after a break
     * @param deferred by our own policy: not an error (event 3/9)
     */
    public void ended(Subject subject, Failure failure, boolean resumed, boolean deferred)
            throws IOException, InterruptedException {
        Set<ErrorFlag> flags = EnumSet.noneOf(ErrorFlag.class);
        if (resumed) {
            flags.add(ErrorFlag.RESUMED);
        }
        if (!VENDOR_SERVERS.contains(address.toString())) {
            flags.add(ErrorFlag.TEST_OMAHA_URL);
        }
        ErrorCode code = failure.code().with(flags);
        Event event = deferred ? Event.deferred(code) : Event.failed(code);
        if (failure.isOfCheck()) {
            if (carried.isNews()) {
                return;
            }
            line.post(requests.encode(subject.source(), Asks.eventOnly(event)), EVENT_RETRIES);
        } else {
            tell(event, subject);
        }
    }

    /** Keeps it first, so that no end of this process loses it. */
    private void tell(Event event, Subject subject) throws IOException, InterruptedException {
        reports.add(event, subject);
        tellAll(EVENT_RETRIES);
    }

    /** Tells what waits, in order; why the rest was not heard, or nothing where all was. */
    private Optional<Answer> tellAll(int retries) throws IOException, InterruptedException {
        for (Optional<Report> next = reports.next(); next.isPresent(); next = reports.next()) {
            Report report = next.get();
            byte[] request = requests.encode(report.source(), Asks.eventOnly(report.event()));
            Exchange exchange = line.post(request, retries);
            if (exchange instanceof Exchange.Answered(Pace pace, byte[] body, boolean proven)
                    && answers.read(pace, body, proven).names()) {
                reports.heard();
                continue;
            }
            Answer answer = unanswered(exchange);
            LOG.log(Level.WARNING, "report {0} was not heard: {1}", report, why(answer));
            int status = answer.pace().httpStatus();
            if (status / 100 == 4 && status != 429 && status != 407 && status != 408) {
                reports.refused(why(answer));
            }
            return Optional.of(answer);
        }
        return Optional.empty();
    }

    private Answer unanswered(Exchange exchange) {
        return switch (exchange) {
            case Exchange.Busy(Pace pace, String why) -> new Answer.Busy(pace, why);
            case Exchange.Failed(Pace pace, Failure failure) -> new Answer.Failed(pace, failure);
            case Exchange.Answered(Pace pace, byte[] body, boolean proven) -> {
                Answer read = answers.read(pace, body, proven).answer();
                yield read instanceof Answer.Failed
                        ? read
                        : new Answer.Failed(
                                pace,
                                new Failure(
                                        ErrorCode.RESPONSE_INVALID,
                                        Http.shown(address) + " did not hear our report"));
            }
        };
    }

    private static String why(Answer answer) {
        return switch (answer) {
            case Answer.Failed failed -> failed.failure().reason();
            case Answer.Busy busy -> busy.why();
            case Answer.NoUpdate _, Answer.NotNow _, Answer.Offered _ -> "";
        };
    }
}
