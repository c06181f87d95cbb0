package dev.platte.client.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

    private static HttpHeaders headers(String name, String value, String date) {
        Map<String, List<String>> all = new HashMap<>(Map.of(name, List.of(value)));
        if (!date.isEmpty()) {
            all.put("Date", List.of(date));
        }
        return HttpHeaders.of(all, (_, _) -> true);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 120, PT2M",
        "X-Retry-After, 30, PT30S",
        "Retry-After, 0, PT0S",
        "Retry-After, 999999999999999999999, PT4H",
        "Retry-After, 86400, PT4H",
        "Retry-After, 'Sun, 06 Nov 1994 08:59:37 GMT', PT10M",
        "Retry-After, -5, ",
        "Retry-After, 'Sun, 06 Nov 1994 08:39:37 GMT', ",
        "Retry-After, soon, ",
        "Retry-After, '', "
    })
    void isReadWithinBounds(String name, String value, Duration expected) {
        assertThat(RetryAfter.of(headers(name, value, ""), () -> NOW))
                .isEqualTo(java.util.Optional.ofNullable(expected));
    }

    @Test
    void aDateIsMeasuredByTheServersClock() {
        HttpHeaders headers =
                headers(
                        "Retry-After",
                        "Sun, 06 Nov 1994 08:59:37 GMT",
                        "Sun, 06 Nov 1994 08:54:37 GMT");
        assertThat(RetryAfter.of(headers, () -> Instant.EPOCH)).contains(Duration.ofMinutes(5));
    }
}
