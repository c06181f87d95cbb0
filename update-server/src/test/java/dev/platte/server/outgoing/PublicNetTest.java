package dev.platte.server.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicNetTest {

    private static PublicNet net(String... allowed) {
        return new PublicNet(new OutgoingSettings(List.of(allowed)));
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
        assertThat(net().admits(InetAddress.getByName(address))).isFalse();
        String literal = address.contains(":") ? "[" + address + "]" : address;
        assertThat(net().admits(literal)).isFalse();
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
        assertThat(net().admits(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void operatorLetsItGoElsewhere() throws UnknownHostException {
        PublicNet ours = net("10.0.0.0/24", "fd00::/64");
        assertThat(ours.admits(InetAddress.getByName("10.0.0.7"))).isTrue();
        assertThat(ours.admits(InetAddress.getByName("10.0.1.7"))).isFalse();
        assertThat(ours.admits(InetAddress.getByName("fd00::7"))).isTrue();
        assertThat(ours.admits("10.0.0.7")).isTrue();
    }

    @Test
    void namesAreJudgedByWhereTheyLeadWhenSomebodyGoesThere() {
        assertThat(net().admits("localhost")).isTrue();
        assertThatThrownBy(() -> net().resolver().resolve("localhost"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("platte.outgoing.private-targets");
    }
}
