package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditPageTest {

    private static TestSite site;

    @BeforeAll
    static void start() {
        site = TestSite.filled();
    }

    @Test
    void changesNameWhoDidWhatToWhatAndWhy() {
        assertThat(site.get("/audit").body().replaceAll("<[^>]*>", "").replaceAll("\\s+", " "))
                .contains(
                        "ada pointed the channel beta on amd64 to 4186.1.1 on amd64 weekly release",
                        "lin paused the group stable-berlin uplink is down until Thursday",
                        "system halted the rollout beta to 4186.1.1 on arm64");
    }

    @Test
    void earlierChangesFollowWithoutRepeat() {
        String first = site.get("/audit").body();
        Matcher next = Pattern.compile("/audit\\?below=[0-9]+").matcher(first);
        assertThat(next.find()).isTrue();
        String second = site.get(next.group()).body();
        assertThat(first.split("<li>", -1)).hasSizeGreaterThan(50);
        assertThat(second).contains("made the application").contains("From the newest");
    }

    @Test
    void filtersAreTheAddressAndStayOnTheNextPage() {
        String channels = site.get("/audit?verb=channel&who=ada").body();
        assertThat(channels).contains("pointed the channel").doesNotContain("paused the group");
        assertThat(site.get("/audit?who=lin&verb=group.pause").body())
                .contains("uplink is down until Thursday")
                .doesNotContain("pointed the channel");
        assertThat(site.get("/audit?from=2100-01-01").body()).contains("No change matches");
        Matcher next =
                Pattern.compile("/audit\\?who=ada&amp;below=[0-9]+")
                        .matcher(site.get("/audit?who=ada").body());
        assertThat(next.find()).isTrue();
    }

    @Test
    void aChangeShowsWhatItMadeAnother() {
        assertThat(site.get("/audit?verb=group.pause").body().replaceAll("<[^>]*>", " "))
                .containsPattern("paused\\s+false\\s+true");
    }

    @Test
    void theTrailProvesItselfUpToAnEndThatWasKept() {
        String page = site.get("/audit/proof").body();
        Matcher anchor = Pattern.compile("data-copy=\"([0-9]+:[0-9a-f]{64})\"").matcher(page);
        assertThat(anchor.find()).isTrue();
        assertThat(site.get("/audit/proof?prove=true&anchor=" + anchor.group(1)).body())
                .contains("The trail is what was written");
        assertThat(site.get("/audit/proof?prove=true&anchor=1:" + "0".repeat(64)).body())
                .contains("The trail is not what was written");
        assertThat(site.get("/audit/proof?prove=true&anchor=nonsense").statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"below=x", "from=yesterday", "who=%00"})
    void anAddressThatCannotBeReadIsRefused(String query) {
        assertThat(site.get("/audit?" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void strangersAreShownAsTextAndNeverAsMarkup() {
        assertThat(site.get("/strangers").body())
                .contains(
                        "&lt;!DOCTYPE r [&lt;!ENTITY", "parks", "the application itself is unknown")
                .doesNotContain("<!ENTITY");
    }
}
