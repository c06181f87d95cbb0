package dev.platte.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
    @ParameterizedTest
    @CsvSource({
        "http://a.example/x/y, z, http://a.example/x/z",
        "http://a.example/x/y, /z, http://a.example/z",
        "http://a.example/x, //b.example/z, http://b.example/z",
        "http://a.example/x, https://b.example/z, https://b.example/z",
        "https://a.example/x, HTTPS://b.example/z, HTTPS://b.example/z",
        "https://a.example/x, /z, https://a.example/z"
    })
    void leadWhereTheyMay(URI from, String location, URI to) throws HttpFailure {
        assertThat(Redirects.target(from, 302, location)).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x, http://a.example/x, DOWNGRADE",
        "https://a.example/x, HTTP://b.example/, DOWNGRADE",
        "http://a.example/x, '', REDIRECTS",
        "http://a.example/x, file:///etc/passwd, REDIRECTS",
        "http://a.example/x, 'http:', REDIRECTS",
        "http://a.example/x, 'http://[', REDIRECTS",
        "http://a.example/x, 'mailto:me@example', REDIRECTS"
    })
    void areRefusedElsewhere(URI from, String location, HttpFailure.Kind kind) {
        assertThatThrownBy(() -> Redirects.target(from, 307, location))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(kind);
                            assertThat(e.status()).isEqualTo(307);
                        });
    }
}
