package dev.platte.web.page;

import dev.platte.db.catalog.PackageState;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.RolloutState;

/**
 * How a state looks: in words, and with a shape and a colour of its own, so that nothing is said by
 * colour alone.
 *
 * @param name the CSS class, which carries shape and colour
 * @param word what people call it
 * @param meaning one sentence
 */
public record Mark(String name, String word, String meaning) {

    public static Mark of(HostState state) {
        return switch (state) {
            case UNKNOWN -> new Mark("idle", "Idle", "It has not been offered anything yet.");
            case GRANTED -> new Mark("offered", "Offered", "It was offered an update.");
            case DOWNLOADING -> new Mark("moving", "Downloading", "It downloads the update.");
            case DOWNLOADED -> new Mark("moving", "Downloaded", "It has the update and writes it.");
            case INSTALLED ->
                    new Mark(
                            "waiting",
                            "Waits for reboot",
                            "The update is written; the next boot starts it.");
            case COMPLETE ->
                    new Mark("done", "Updated", "It was seen running the update after a new boot.");
            case FAILED -> new Mark("failed", "Failed", "It reported an error.");
            case FELL_BACK ->
                    new Mark(
                            "fell-back",
                            "Fell back",
                            "It came back from its reboot with the old version.");
            case TIMED_OUT -> new Mark("silent", "Timed out", "It went silent on its way.");
            case REPLACED -> new Mark("idle", "Replaced", "Another attempt took its place.");
        };
    }

    public static Mark of(RolloutState state) {
        return switch (state) {
            case RUNNING -> new Mark("moving", "Running", "Hosts move.");
            case PAUSED -> new Mark("paused", "Paused", "A person stopped it; nobody moves.");
            case HALTED -> new Mark("failed", "Halted", "It went wrong; nobody moves.");
            case COMPLETED -> new Mark("done", "Completed", "It is what its group runs.");
            case SUPERSEDED -> new Mark("idle", "Superseded", "Another one took its place.");
        };
    }

    public static Mark of(PackageState state) {
        return switch (state) {
            case DRAFT -> new Mark("idle", "Draft", "Its files may still change.");
            case PUBLISHED -> new Mark("done", "Published", "Channels may point to it.");
            case WITHDRAWN -> new Mark("failed", "Withdrawn", "It is never offered again.");
        };
    }
}
