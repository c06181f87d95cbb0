package dev.platte.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.verb.RefusedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetsTest {

    private static Targets targets(boolean http, String... ranges) {
        return new Targets(
                new WebhookSettings(
                        http, List.of(ranges), 1, Duration.ofDays(1), Duration.ofDays(1), 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1"
            })
    void privateAddressesAreRefused(String address) throws UnknownHostException {
        assertThat(targets(false).admits(InetAddress.getByName(address))).isFalse();
        String literal = address.contains(":") ? "[" + address + "]" : address;
        assertThatThrownBy(() -> targets(false).require(URI.create("https://" + literal + "/")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("platte.webhooks.private-targets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.0.1",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "223.255.255.1",
                "2606:4700::1111",
                "2a00:1450:4001::1"
            })
    void publicAddressesAreNot(String address) throws UnknownHostException {
        assertThat(targets(false).admits(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void operatorLetsMessagesGoElsewhere() throws UnknownHostException {
        Targets ours = targets(true, "10.0.0.0/24", "fd00::/64");
        assertThat(ours.admits(InetAddress.getByName("10.0.0.7"))).isTrue();
        assertThat(ours.admits(InetAddress.getByName("10.0.1.7"))).isFalse();
        assertThat(ours.admits(InetAddress.getByName("fd00::7"))).isTrue();
        assertThatCode(() -> ours.require(URI.create("http://10.0.0.7:8080/x")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> targets(false).require(URI.create("http://example.com/")))
                .hasMessageContaining("platte.webhooks.allow-http");
    }
}
