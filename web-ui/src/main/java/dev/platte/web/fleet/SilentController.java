package dev.platte.web.fleet;

import dev.platte.db.fleet.Census;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.Who;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * How many hosts have not been heard of for a day. It takes a look at the hosts themselves, so that
 * the overview asks for it apart, and looks are shared for a minute.
 */
@Controller
final class SilentController {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHARED = Duration.ofMinutes(1);

    private final Catalogue catalogue;
    private final Census census;
    private final InstantSource time;
    private final Map<Long, Look> looks = new ConcurrentHashMap<>();

    SilentController(Catalogue catalogue, Census census, InstantSource time) {
        this.catalogue = catalogue;
        this.census = census;
        this.time = time;
    }

    /**
     * What was found.
     *
     * @param exact false: estimated from a part of the hosts
     */
    public record Look(Instant at, long hosts, boolean exact) {}

    @GetMapping("/silent")
    String silent(Who who, Model model) {
        Instant now = time.instant();
        List<Look> found =
                catalogue.applications(who).stream()
                        .map(seen -> look(seen.application().id(), now))
                        .toList();
        model.addAttribute(
                "silent",
                new Look(
                        now,
                        found.stream().mapToLong(Look::hosts).sum(),
                        found.stream().allMatch(Look::exact)));
        return "fleet/silent";
    }

    private Look look(long application, Instant now) {
        return looks.compute(
                application,
                (id, known) -> {
                    if (known != null && known.at().plus(SHARED).isAfter(now)) {
                        return known;
                    }
                    Census.Silent silent = census.silent(id, now.minus(DAY), now);
                    return new Look(
                            now,
                            silent.counts().stream().mapToLong(Census.Count::hosts).sum(),
                            silent.exact());
                });
    }
}
