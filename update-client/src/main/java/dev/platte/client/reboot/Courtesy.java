package dev.platte.client.reboot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells logged-in users before the host goes down, and waits for them, for a bounded time:
 * locksmith waited five minutes whoever logged out, and zincati not at all when it could not count.
 */
final class Courtesy {
    /** Who was told is not told again for so long. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** With a slot held nobody else waits for long. */
    private static final Duration SHORT = Duration.ofMinutes(1);

    private final Logins logins;
    private final Map<String, Told> told = new HashMap<>();

    private record Told(Duration at, Duration until) {}

    /** Who is logged in, and how they are told. */
    interface Logins {
        /** At terminals; empty where that cannot be found out. */
        Optional<List<Login>> now();

        /** Writes to the terminals, as far as they take it. */
        void tell(List<Login> whom, String words);
    }

    /**
     * Somebody at a terminal.
     *
     * @param id of the session
     * @param terminal below {@code /dev}
     */
    record Login(String id, String user, String terminal) {}

    Courtesy(Logins logins) {
        this.logins = logins;
    }

    /**
     * Whether users have to be waited for.
     *
     * @param delay how long at most; 0: they are told only when the host goes
     * @param held a slot is held meanwhile
     */
    Optional<Obstacle> look(Wish wish, Duration delay, boolean held, Duration now) {
        Optional<List<Login>> found = logins.now();
        // Nobody knows who is there: then as if somebody were, once.
        List<Login> there = found.orElse(List.of(new Login("?", "somebody", "")));
        told.keySet().removeIf(id -> there.stream().noneMatch(login -> login.id().equals(id)));
        told.values().removeIf(each -> each.at().plus(REMEMBERED).compareTo(now) < 0);
        Duration patience = held && delay.compareTo(SHORT) > 0 ? SHORT : delay;
        List<Login> strangers =
                there.stream().filter(login -> !told.containsKey(login.id())).toList();
        if (!strangers.isEmpty() && patience.isPositive()) {
            logins.tell(
                    strangers,
                    "%s of this host is due. It waits for you to log out, for %d s at most."
                            .formatted(capital(wish.words()), patience.toSeconds()));
        }
        strangers.forEach(login -> told.put(login.id(), new Told(now, now.plus(patience))));
        Duration left =
                there.stream()
                        .map(login -> told.get(login.id()).until().minus(now))
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        return left.isPositive()
                ? Optional.of(new Obstacle.Users(there.size(), left))
                : Optional.empty();
    }

    /** The host goes now. */
    void bye(Wish wish) {
        logins.now()
                .ifPresent(
                        there ->
                                logins.tell(
                                        there,
                                        capital(wish.words()) + " of this host begins now."));
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
