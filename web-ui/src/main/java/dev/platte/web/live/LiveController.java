package dev.platte.web.live;

import dev.platte.db.rounds.Round;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Server-sent events for pages: each says only that something has changed, and the page asks for
 * its part again. Waits on the virtual thread of its request.
 */
@Controller
final class LiveController {

    private static final Logger LOG = LoggerFactory.getLogger(LiveController.class);

    /** Proxies end what is silent for longer; who has gone is noticed by then. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** A browser comes again by itself, and is asked anew who it is. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Pulse pulse;
    private final Catalogue catalogue;
    private final InstantSource time;

    LiveController(Pulse pulse, Catalogue catalogue, InstantSource time) {
        this.pulse = pulse;
        this.catalogue = catalogue;
        this.time = time;
    }

    @Bean
    static Round pulseOfPages(Pulse pulse) {
        return new Round(
                "how rollouts fare was not read for pages", Duration.ofSeconds(2), pulse::look);
    }

    /** All changes that they see, or only those of one rollout. */
    @GetMapping("/live")
    void live(
            @RequestParam(required = false) @Nullable UUID rollout,
            Who who,
            HttpServletResponse response)
            throws InterruptedException {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        pulse.opened();
        try {
            follow(rollout, who, response.getOutputStream());
        } catch (IOException e) {
            LOG.trace("a page was closed", e);
        } finally {
            pulse.closed();
        }
    }

    private void follow(@Nullable UUID rollout, Who who, OutputStream out)
            throws IOException, InterruptedException {
        Instant end = time.instant().plus(LONGEST);
        long seen = pulse.last();
        write(out, "retry: 2000\n\n");
        while (time.instant().isBefore(end) && !pulse.hasEnded()) {
            List<Beat> beats = pulse.after(seen, HEARTBEAT);
            Set<String> visible =
                    catalogue.applications(who).stream()
                            .map(ApplicationSnapshot::application)
                            .map(application -> application.appid())
                            .collect(Collectors.toSet());
            boolean wanted =
                    beats.stream()
                            .filter(
                                    beat ->
                                            beat.application() == null
                                                    || visible.contains(beat.application()))
                            .anyMatch(beat -> rollout == null || rollout.equals(beat.rollout()));
            seen = beats.isEmpty() ? seen : beats.getLast().number();
            write(out, wanted ? "event: change\ndata: .\n\n" : ": still here\n\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
