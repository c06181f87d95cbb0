package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    void anAddressThatIsNoNumberIsRefused() {
        assertThat(site.get("/audit?below=x").statusCode()).isEqualTo(400);
    }

    @Test
    void strangersAreShownAsTextAndNeverAsMarkup() {
        assertThat(site.get("/strangers").body())
                .contains(
                        "&lt;!DOCTYPE r [&lt;!ENTITY", "parks", "the application itself is unknown")
                .doesNotContain("<!ENTITY");
    }
}
