package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

import dev.platte.client.config.Settings;
import dev.platte.client.http.Http;
import dev.platte.client.http.HttpFailure;
import dev.platte.client.http.Pause;
import dev.platte.client.poll.Answer.Failed;
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
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Omaha server as this host speaks to it: what update_engine would say, in its order. */
public final class UpdateServer {
    private static final Logger LOG = System.getLogger(UpdateServer.class.getName());

    /** update_engine bounds nothing here; a real answer has about two kilobytes. */
    private static final int MOST_ANSWER_BYTES = 1 << 20;

    /** What update_engine sends; a charset parameter is not part of it. */
    private static final String CONTENT_TYPE = "text/xml";

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

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);
    private static final int SCHEDULED_RETRIES = 3;
    private static final int ON_DEMAND_RETRIES = 1;

    private final Http http;
    private final URI address;
    private final Requests requests;
    private final CarriedEvent carried;
    private final Answers answers;
    private final StateDir state;
    private final Pause pause;

    /**
     * Speaks to the server of the settings.
     *
     * @throws IllegalArgumentException the settings name no server
     */
    public UpdateServer(Settings settings, StateDir state, Http http, Pause pause) {
        this.address =
                settings.service()
                        .server()
                        .orElseThrow(() -> new IllegalArgumentException("no server"));
        this.http = requireNonNull(http);
        this.state = requireNonNull(state);
        this.pause = requireNonNull(pause);
        this.requests = new Requests(settings, state);
        this.carried = new CarriedEvent(state, new BootMemory(state), settings.host());
        this.answers = new Answers(settings.service());
    }

    /**
     * Asks for an update. Every check also carries the report of the last boot, which stays until
     * an answer acknowledges it.
     *
     * @param waiting whether an update is installed and waits for its reboot. Then nothing is
     *     carried: update_engine only pings, and there are servers that take its event for the end
     *     of the update; but something newer is asked for
     * @throws IOException the state directory cannot be read or written
     */
    public Answer check(InstallSource source, boolean waiting)
            throws IOException, InterruptedException {
        Optional<Event> event = waiting ? Optional.empty() : Optional.of(carried.event());
        byte[] request = requests.encode(source, event.map(Asks::updateCheck).orElse(PING));
        Http.Answer answer;
        try {
            answer = postWithRetries(request, source);
        } catch (HttpFailure e) {
            boolean tooLarge = e.kind() == HttpFailure.Kind.TOO_LARGE;
            ErrorCode code =
                    tooLarge ? ErrorCode.RESPONSE_INVALID : ErrorCode.ofHttpStatus(e.status());
            return new Failed(new Pace(0, e.status()), new Failure(code, e.getMessage()));
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            return new Failed(
                    Pace.NONE,
                    new Failure(
                            ErrorCode.ofHttpStatus(0),
                            "no answer from %s: %s".formatted(Http.shown(address), words(e))));
        }
        if (answer.status() / 100 != 2) {
            return new Failed(
                    new Pace(0, answer.status()),
                    new Failure(
                            ErrorCode.ofHttpStatus(answer.status()),
                            "%s answered with HTTP status %d"
                                    .formatted(Http.shown(address), answer.status())));
        }
        Answers.Read read = answers.read(answer.status(), answer.body());
        if (read.acknowledged() && event.isPresent()) {
            carried.acknowledged(event.get());
        }
        if (read.answer() instanceof Answer.Offered) {
            // postinst scripts of the field read their extra files from it.
            state.pref("full-response", new String(answer.body(), StandardCharsets.UTF_8));
        }
        return read.answer();
    }

    /** Tells that the download began; best effort, as all events but the one of a check. */
    public void downloadStarted(InstallSource source) throws IOException, InterruptedException {
        tell(source, Asks.eventOnly(Event.downloadStarted()), "download started");
    }

    /** Tells that the payload is complete and verified. */
    public void downloadFinished(InstallSource source) throws IOException, InterruptedException {
        tell(source, Asks.eventOnly(Event.downloadFinished()), "download finished");
    }

    /** Tells that the update is installed and waits for the reboot. */
    public void installed(InstallSource source) throws IOException, InterruptedException {
        tell(source, Asks.eventOnly(Event.installed()), "installed");
    }

    /**
     * Tells that an attempt ended, with update_engine's flags above the code.
     *
     * @param resumed whether the download had gone on after a break
     * @param deferred by our own policy: not an error (event 3/9)
     */
    public void ended(InstallSource source, Failure failure, boolean resumed, boolean deferred)
            throws IOException, InterruptedException {
        Set<ErrorFlag> flags = EnumSet.noneOf(ErrorFlag.class);
        if (resumed) {
            flags.add(ErrorFlag.RESUMED);
        }
        if (!VENDOR_SERVERS.contains(address.toString())) {
            flags.add(ErrorFlag.TEST_OMAHA_URL);
        }
        ErrorCode code = failure.code().with(flags);
        tell(
                source,
                Asks.eventOnly(deferred ? Event.deferred(code) : Event.failed(code)),
                "end of the attempt");
    }

    private void tell(InstallSource source, Asks asks, String what)
            throws IOException, InterruptedException {
        byte[] request = requests.encode(source, asks);
        try {
            Http.Answer answer = http.post(address, CONTENT_TYPE, request, MOST_ANSWER_BYTES);
            if (answer.status() / 100 != 2) {
                LOG.log(
                        Level.WARNING,
                        "the server did not take the event \"{0}\": HTTP status {1}",
                        what,
                        Integer.toString(answer.status()));
            }
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the event \"{0}\" did not reach the server: {1}",
                    what,
                    words(e));
        }
    }

    /** update_engine tries again only when not one byte of an answer came. */
    private Http.Answer postWithRetries(byte[] request, InstallSource source)
            throws IOException, InterruptedException {
        int retries = source.isOnDemand() ? ON_DEMAND_RETRIES : SCHEDULED_RETRIES;
        while (true) {
            try {
                return http.post(address, CONTENT_TYPE, request, MOST_ANSWER_BYTES);
            } catch (HttpFailure | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (retries-- == 0 || pause.isOver()) {
                    throw e;
                }
                LOG.log(
                        Level.INFO,
                        "no answer from {0} ({1}), trying again",
                        Http.shown(address),
                        words(e));
                pause.of(RETRY_PAUSE);
            }
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        Thread.interrupted();
        InterruptedException e = new InterruptedException(cause.getMessage());
        e.initCause(cause);
        return e;
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
