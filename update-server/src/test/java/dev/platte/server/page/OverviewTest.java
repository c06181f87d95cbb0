package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OverviewTest {

    private static TestSite site;
    private static String page;

    @BeforeAll
    static void start() {
        site = TestSite.filled();
        page = site.get("/").body();
    }

    @Test
    void whatHurtsIsSeenFirst() {
        assertThat(page.indexOf("1 rollout hurts"))
                .isPositive()
                .isLessThan(page.indexOf(">Halted<"));
        assertThat(page.indexOf(">Halted<")).isLessThan(page.indexOf(">Running<"));
    }

    @Test
    void aHaltedRolloutSaysWhy() {
        assertThat(page).contains("6 of 25 attempts failed (24.0 %, surely more than 11.5 %)");
    }

    @Test
    void aRolloutOfAPausedGroupDoesNotLookAsIfItRan() {
        assertThat(page).contains("Its group is paused: uplink is down until Thursday");
        assertThat(page.split(">Running<", -1)).as("of beta on amd64 only").hasSize(2);
    }

    @Test
    void completedRolloutsAreNoNews() {
        assertThat(page).doesNotContain("Completed");
    }
}
