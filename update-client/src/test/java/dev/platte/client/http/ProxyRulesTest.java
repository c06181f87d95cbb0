package dev.platte.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.config.Transfer;
import dev.platte.client.config.Transfer.Hop;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
    private static final Hop PLAIN = new Hop("plain.example", 3128, Optional.empty());
    private static final Hop SECURE = new Hop("secure.example", 3129, Optional.empty());

    @ParameterizedTest
    @CsvSource({
        // NO_PROXY, address, through which
        "'', http://a.example/, plain",
        "'', https://a.example/, secure",
        "*, https://a.example/, none",
        "a.example, https://a.example/, none",
        "a.example, https://A.EXAMPLE/, none",
        "a.example, https://b.a.example/, none",
        ".a.example, https://b.a.example/, none",
        "*.a.example, https://b.a.example/, none",
        "a.example, https://ba.example/, secure",
        "a.example, https://a.example.com/, secure",
        "a.example:8443, https://a.example:8443/, none",
        "a.example:8443, https://a.example/, secure",
        "a.example:443, https://a.example/, none",
        "a.example:80, http://a.example/, none",
        "10.0.0.0/8, http://10.1.2.3/, none",
        "10.0.0.0/8, http://11.1.2.3/, plain",
        "10.0.0.0/33, http://10.0.0.0/, plain",
        "10.0.0.0/x, http://10.0.0.0/, plain",
        "10.0.0.128/25, http://10.0.0.127/, plain",
        "10.0.0.128/25, http://10.0.0.129/, none",
        "10.0.0.0/8, http://ten.example/, plain",
        "10.1.2.3, http://10.1.2.3/, none",
        "fd00::/8, http://[fd00::1]/, none",
        "fd00::/8, http://[fe80::1]/, plain",
        "fd00::/8, http://10.0.0.1/, plain",
        "[fd00::1], http://[fd00::1]:80/, none",
        "fd00::1, http://[fd00::1]/, none",
        "., http://a.example/, plain"
    })
    void isDecidedAsCurlDoes(String except, URI uri, String through) {
        ProxyRules rules =
                new ProxyRules(
                        new Transfer.Proxy(
                                Optional.of(PLAIN),
                                Optional.of(SECURE),
                                except.isEmpty() ? List.of() : List.of(except)));
        Optional<Hop> expected =
                switch (through) {
                    case "plain" -> Optional.of(PLAIN);
                    case "secure" -> Optional.of(SECURE);
                    default -> Optional.empty();
                };
        assertThat(rules.hop(uri)).isEqualTo(expected);
    }
}
