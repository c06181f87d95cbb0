package dev.platte.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PagesTest {

    private static TestSite site;

    @BeforeAll
    static void start() {
        site = TestSite.filled();
    }

    @Test
    void overviewShowsApplicationsChannelsAndHosts() {
        HttpResponse<String> page = site.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Meadow Linux", "4186.1.1", "stable-berlin", "Gateway");
    }

    @Test
    void aPageMayLoadOnlyFromHereAndNothingInline() {
        HttpResponse<String> page = site.get("/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
                .doesNotContain("unsafe", "data:", "http");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.body())
                .doesNotContain(" style=", "<style", " onclick=", " onload=", "javascript:")
                .doesNotContainPattern("<script(?![^>]* src=)");
    }

    @Test
    void assetsAreKeptForEverUnderTheHashOfTheirContent() {
        Matcher link =
                Pattern.compile("/assets/[0-9a-f]{16}/platte\\.css").matcher(site.get("/").body());
        assertThat(link.find()).isTrue();
        HttpResponse<String> style = site.get(link.group());
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.headers().firstValue("Content-Type")).contains("text/css;charset=UTF-8");
        assertThat(style.headers().firstValue("Cache-Control").orElseThrow())
                .contains("max-age=31536000", "immutable");
        String etag = style.headers().firstValue("ETag").orElseThrow();
        assertThat(site.get(link.group(), "If-None-Match", etag).statusCode()).isEqualTo(304);
        HttpResponse<String> packed = site.get(link.group(), "Accept-Encoding", "gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("ETag")).isNotEmpty().isNotEqualTo(etag);
    }

    @Test
    void anotherVersionsAssetIsTheCurrentOneAndNotKept() {
        HttpResponse<String> style = site.get("/assets/0123456789abcdef/platte.css");
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.headers().firstValue("Cache-Control")).contains("no-store");
    }
}
